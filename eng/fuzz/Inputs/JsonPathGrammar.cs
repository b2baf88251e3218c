using System.Text;

namespace Fuzz.Inputs;

/// <summary>Texts that are nearly JSONPaths (RFC 9535).</summary>
internal static class JsonPathGrammar
{
    private static readonly string[] s_words =
    [
        ".", "..", "[", "]", "*", "?", "(", ")", "!", "&&", "||", "==", "!=", "<=", ">", ",", ":", "-", "0", "1", "-1", "1.5", "1e400", "9007199254740992", "'a'", "\"b\"", "'", "\\", "\\ud800",
        "\0", " ", "\n", "a", "b", "ß", "😀", "true", "null", "length(@.a)", "count(@..*)", "match(@.a,'(a*)*b')", "search(@,'[a-z]')", "value(@..a)", "@.a", "$.a", "$", "@",
    ];

    private static readonly string[] s_valid = ["$.a[0]", "$..a", "$[?@.a]", "$.a[?@>1]", "$['a','b']", "$.a[::2]", "$[?count(@.*)>1]", "$..[?match(@,'x.*')]", "$.b.c[?@.d==1e400].d", "$.n.m[0]", "$.a[5]", "$"];

    public static byte[] Path(Random random)
    {
        StringBuilder path = new(random.Of(s_valid));
        for (int i = random.Next(0, 5); i > 0; i--)
        {
            int at = random.Next(path.Length + 1);
            if (random.OneIn(4) && at < path.Length)
            {
                path.Remove(at, Math.Min(random.Next(1, 4), path.Length - at));
            }
            else
            {
                path.Insert(at, random.Of(s_words));
            }
        }

        if (random.OneIn(50))
        {
            path.Insert(path.Length, new StringBuilder().Insert(0, random.Of("[?(", "[?!", ".a", "..*", "[?@["), random.Next(1, 3000)).ToString());
        }

        return Encoding.UTF8.GetBytes(path.ToString());
    }
}
