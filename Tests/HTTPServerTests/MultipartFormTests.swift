import Testing

@testable import HTTPServer

struct MultipartFormTests {
    private func parse(
        _ body: String, type: String = "multipart/form-data; boundary=b",
        limits: MultipartForm.Limits = MultipartForm.Limits()
    ) throws -> [MultipartForm.Part] {
        try MultipartForm(parsing: Array(body.utf8), contentType: type, limits: limits).parts
    }

    private func part(_ head: String, _ content: String = "x") -> String {
        "--b\r\n\(head)\r\n\r\n\(content)\r\n--b--\r\n"
    }

    @Test("Fields and files come with their names, types and bytes")
    func parts() throws {
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nBezwaar é\r\n"
            + "--b\r\ncontent-disposition: form-data; name=data; filename=\"a \\\"b\\\".bpmn\"\r\n"
            + "Content-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + "\r\n--bc\r\n--\r\n\r\n--b--\r\n"
        let form = try MultipartForm(
            parsing: Array(body.utf8), contentType: "Multipart/Form-Data; charset=x; boundary=\"b\""
        )
        #expect(form["deployment-name"]?.text == "Bezwaar é")
        #expect(form["deployment-name"]?.filename == nil)
        let file = try #require(form["data"])
        #expect(file.filename == "a \"b\".bpmn" && file.contentType == "text/xml")
        #expect(file.text == "\r\n--bc\r\n--\r\n")
        #expect(form.parts.count == 2 && form["other"] == nil)
    }

    @Test("An empty form, an empty part and a form without its last line end are taken")
    func empty() throws {
        #expect(try parse("--b--\r\n").isEmpty)
        let head = "Content-Disposition: form-data; name=\"a\""
        #expect(try parse(part(head, "")).map(\.bytes) == [[]])
        #expect(try parse("\r\n--b \t\r\n\(head)\r\n\r\n1\r\n--b--").map(\.text) == ["1"])
    }

    @Test("File names come in each of their spellings")
    func filenames() throws {
        let cases = [
            ("filename=\"C:\\map\\a.bpmn\"", "C:\\map\\a.bpmn"), ("filename=a.dmn", "a.dmn"),
            ("filename=\"\"", ""), ("filename=\"één.bpmn\"", "één.bpmn"),
            ("filename=\"a;b.bpmn\"", "a;b.bpmn"),
            ("filename=\"x\"; filename*=UTF-8''%C3%A9%20n.bpmn", "é n.bpmn"),
        ]
        for (text, name) in cases {
            let head = "Content-Disposition: form-data; name=\"a\"; \(text)"
            #expect(try parse(part(head)).first?.filename == name, "\(text)")
        }
    }

    private static let disposition = "Content-Disposition: form-data; name=\"a\""
    private static let refusals = [
        "", "--b", "--b\r\n", "--c--\r\n", "preamble\r\n--b--\r\n", "--b--\r\nepilogue",
        "--b\r\n\(disposition)\r\n\r\nx", "--b\r\n\(disposition)\r\n\r\nx\r\n--b",
        "--b\r\n\(disposition)\r\n\r\nx\r\n--b-\r\n", "--b\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\n\nx\r\n--b--\r\n", "--b\n\(disposition)\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\r\n\(disposition)\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\r\n folded\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\r\nno colon\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition)\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\(disposition); filename*=latin1''a\r\n\r\nx\r\n--b--\r\n",
    ]

    @Test("What is no strict form is refused", arguments: refusals)
    func refused(body: String) {
        #expect(throws: MultipartError.self) { try parse(body) }
    }

    @Test(
        "Another content type is refused",
        arguments: [
            "", "text/plain", "multipart/form-data", "multipart/mixed; boundary=b",
            "multipart/form-data; boundary=", "multipart/form-data; boundary=\"b",
            "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"b \"",
            "multipart/form-data; boundary=b\u{e9}",
            "multipart/form-data; boundary=\(String(repeating: "b", count: 71))",
        ])
    func otherTypes(type: String) {
        #expect(throws: MultipartError.self) { try parse("--b--\r\n", type: type) }
    }

    @Test("Parts and their heads are counted")
    func limits() throws {
        var limits = MultipartForm.Limits()
        limits.parts = 2
        let one = "--b\r\n\(Self.disposition)\r\n\r\nx\r\n"
        #expect(try parse(one + one + "--b--", limits: limits).count == 2)
        #expect(throws: MultipartError.self) {
            try parse(one + one + one + "--b--", limits: limits)
        }
        let long = part("\(Self.disposition)\r\nX: \(String(repeating: "y", count: 5000))")
        #expect(throws: MultipartError.self) { try parse(long) }
    }
}
