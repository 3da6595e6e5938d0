import Testing
import XMLTree

@Suite struct XMLParserTests {
    private static func error(_ text: String, limits: XMLLimits = XMLLimits()) -> XMLError? {
        do {
            _ = try XMLParser.parse(text: text, limits: limits)
            return nil
        } catch { return error }
    }

    @Test func namesAttributesTextAndLinesAreRead() throws {
        let root = try XMLParser.parse(
            text: """
                <?xml version="1.0" encoding="UTF-8"?>
                <a:root xmlns:a="urn:a" xmlns="urn:b" id="1" a:id="2">
                  <!-- a comment -->
                  <child>x &lt; <![CDATA[<y> & z]]></child>
                  <a:child
                    name="caf&#233;"/>
                </a:root>
                """)
        #expect(root.name == "root")
        #expect(root.prefix == "a")
        #expect(root.namespace == "urn:a")
        #expect(root.qualifiedName == "a:root")
        #expect(root.namespaceDeclarations == ["a": "urn:a", "": "urn:b"])
        #expect(root.attribute("id") == "1")
        #expect(root.attribute("id", namespace: "urn:a") == "2")
        #expect(root.attribute("id", namespaces: ["urn:x", "urn:a"]) == "2")
        #expect(root.children.map(\.namespace) == ["urn:b", "urn:a"])
        #expect(root.children.map(\.line) == [4, 6])
        #expect(root.child("child")?.text == "x < <y> & z")
        #expect(root.children("child", namespace: "urn:a").first?.attribute("name") == "café")
        #expect(root.trimmedText == "")
    }

    @Test(arguments: [
        ("", 1), ("   ", 1), ("plain text", 1), ("<a>\n<b>\n</a>", 3), ("<a/>\n<b/>", 2),
        ("\n<?xml version='1.0'?><a/>", 2), ("<a>&unknown;</a>", 1), ("<x:a/>", 1),
        ("<a\n x:b='1'/>", 2), ("<a b='1' b='2'/>", 1), ("<a>\u{1}</a>", 1), ("<a/>text", 1),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", 1), ("<a", 1), ("<a><![CDATA[x</a>", 1),
    ])
    func brokenXMLIsRefusedWithItsLine(text: String, line: Int) {
        let error = Self.error(text)
        #expect(error?.reason == .notWellFormed)
        #expect(error?.line ?? 1 == line)
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]><a/>",
    ])
    func aDocumentTypeIsRefused(text: String) {
        let error = Self.error("<?xml version='1.0'?>\n" + text)
        #expect(error?.reason == .documentType)
        #expect(error?.line == 2)
    }

    @Test func entitiesThatGrowAreRefusedBeforeTheyGrow() {
        var text = "<!DOCTYPE a [<!ENTITY e0 'lol'>"
        for level in 1...20 {
            let inner = String(repeating: "&e\(level - 1);", count: 10)
            text += "<!ENTITY e\(level) '\(inner)'>"
        }
        let error = Self.error(text + "]><a>&e20;</a>")
        #expect(error?.reason == .documentType)
    }

    @Test(arguments: [(200, false), (201, true), (100_000, true)])
    func elementsNestToTheLimitAndNoDeeper(depth: Int, isRefused: Bool) {
        let text =
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        let error = Self.error(text)
        #expect(error?.reason == (isRefused ? .tooDeep : nil))
    }

    @Test func aFileOverTheLimitIsRefused() {
        let text = "<a>" + String(repeating: "x", count: 100) + "</a>"
        #expect(Self.error(text, limits: XMLLimits(bytes: 50))?.reason == .tooLarge)
        #expect(Self.error(text, limits: XMLLimits(bytes: 200)) == nil)
    }

    @Test(arguments: [(1_000, false), (1_001, true), (200_000, true)])
    func attributesAreLimited(count: Int, isRefused: Bool) {
        let attributes = (0..<count).map { "a\($0)='>='" }.joined(separator: " ")
        let error = Self.error("<r \(attributes)/>")
        #expect(error?.reason == (isRefused ? .tooManyAttributes : nil))
    }

    @Test func equalSignsInTextAndValuesAreNoAttributes() {
        let many = String(repeating: "= ", count: 5_000)
        let comment = "<!-- it's \(many) -->"
        #expect(Self.error("<r a=\"\(many)\">\(many)\(comment)<b c='\(many)'/></r>") == nil)
    }

    @Test func utf16AndLatin1AreRead() throws {
        let text = "<a b='caf\u{e9}'/>"
        var utf16: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try XMLParser.parse(utf16).attribute("b") == "café")
        let declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + text
        let latin1 = declared.unicodeScalars.map { UInt8($0.value) }
        #expect(try XMLParser.parse(latin1).attribute("b") == "café")
        let marked = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        #expect(try XMLParser.parse(marked).attribute("b") == "café")
    }

    @Test(arguments: ["UTF-7", "IBM037", "no-such"])
    func otherEncodingsAreRefused(name: String) {
        #expect(Self.error("<?xml version='1.0' encoding='\(name)'?><a/>")?.reason == .encoding)
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: XMLError.self) {
            try XMLParser.parse(Array("<a>".utf8) + [0xC3, 0x28] + Array("</a>".utf8))
        }
    }

    @Test func aNamespaceThatIsNoURIIsTaken() throws {
        let root = try XMLParser.parse(text: "<a xmlns='not a uri {}'/>")
        #expect(root.namespace == "not a uri {}")
    }

    @Test func linesBeyond65535AreCounted() throws {
        let root = try XMLParser.parse(
            text: "<a>" + String(repeating: "\n", count: 70_000) + "<b>x</b></a>")
        #expect(root.child("b")?.line == 70_001)
    }

    @Test func parsesRunSideBySide() async {
        let text = "<a>" + (0..<500).map { "<b id='\($0)'>t</b>" }.joined() + "</a>"
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? XMLParser.parse(text: text))?.children.count ?? 0 }
            }
            for await count in group { #expect(count == 500) }
        }
    }
}
