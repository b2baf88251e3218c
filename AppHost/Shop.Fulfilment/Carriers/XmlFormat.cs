using System.Xml;
using System.Xml.Linq;

namespace Shop.Fulfilment.Carriers;

// <quote><price>12.50</price><days>3</days></quote>
internal sealed class XmlFormat : IQuoteFormat
{
    public Quote Parse(string text)
    {
        try
        {
            // Unlike XDocument.Parse, a reader created so refuses a DTD, and with it entities that expand without end.
            using XmlReader reader = XmlReader.Create(new StringReader(text));
            XElement quote = XDocument.Load(reader).Root!;
            return quote.Name == "quote"
                ? Quote.Of((decimal?)quote.Element("price"), (int?)quote.Element("days"))
                : throw new FormatException($"the answer is a '{quote.Name}', not a 'quote'");
        }
        catch (Exception e) when (e is XmlException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
