using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Tests.Matching;

[TestClass]
public sealed class MultipartFormTests
{
    private const string A = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";
    private const string B = "content-disposition:form-data;name=b\r\nX: y\r\n\r\n";

    [TestMethod]
    [DataRow($"--x\r\n{A}1\r\n--x\r\n{B}2\r\n--x--\r\n", "a=1|b=2")]
    [DataRow($"preamble --x\r\n--x \t\r\n{A}1\r\n--x-- epilogue\r\n\r\n", "a=1", DisplayName = "preamble, padding, epilogue")]
    [DataRow($"--x\r\n{A}\r\n--x\r\n{B}\r\n--x--", "a=|b=", DisplayName = "nothing in them")]
    [DataRow($"--x\r\n{A}1\r\n--xy\r\n--x\r\n{B}--xy\r\n--x--", "a=1\r\n--xy|b=--xy", DisplayName = "what looks like the boundary")]
    [DataRow("--x\r\nContent-Disposition: form-data; name=f; filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--", "f=1 (file n.txt, text/plain)")]
    [DataRow("--x\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''n%C3%BC\r\n\r\n1\r\n--x--", "f=1 (file n\u00FC, )")]
    [DataRow($"--x\r\n{A}1\r\n--x\r\n{B}2 no end", "a=1|b=2 no end (cut off)")]
    [DataRow("--x\r\n\r\n1\r\n--x--", "", DisplayName = "a part without a name")]
    [DataRow("", "")]
    [DataRow("--x", "")]
    public void The_parts_are_read_as_far_as_they_can_be(string form, string expected) => Assert.AreEqual(
        expected,
        string.Join('|', MultipartForm.Parts(form, "x").Select(p =>
            $"{p.Name}={form.Substring(p.Start, p.Length)}{(p.FileName is null ? "" : $" (file {p.FileName}, {p.ContentType})")}{(p.IsCutOff ? " (cut off)" : "")}")));

    [TestMethod]
    public void Fields_are_text_in_UTF_8()
    {
        byte[] form = Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"stra\u00DFe\"\r\n\r\nK\u00F6ln\r\n--x\r\nContent-Disposition: form-data; name=f; filename=n\r\n\r\n1\r\n--x\r\n{A}no end");

        Assert.AreEqual("stra\u00DFe=K\u00F6ln", string.Join('|', MultipartForm.Fields(form, "multipart/form-data; boundary=\"x\"").Select(f => $"{f.Key}={f.Value}")));
    }

    [TestMethod]
    [DataRow("multipart/form-data; boundary=x", "x")]
    [DataRow("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", "a b")]
    [DataRow("multipart/form-data", null)]
    [DataRow("multipart/mixed; boundary=x", null)]
    [DataRow("text/plain", null)]
    [DataRow(null, null)]
    public void The_boundary_is_in_the_content_type(string? mediaType, string? boundary) => Assert.AreEqual(boundary, MultipartForm.Boundary(mediaType));
}
