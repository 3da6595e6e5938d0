import JSONTree
import JUEL
import ProcessValues
import Testing

@Suite struct EvaluationTests {
    private static func evaluate(_ text: String) throws -> ProcessValue {
        var context = TestContext()
        return try JUELExpression(text).value(in: &context)
    }

    @Test(arguments: [
        ("${i+s}", ProcessValue.long(10)), ("${i-l}", .long(-2)), ("${i*s}", .long(21)),
        ("${i/2}", .double(3.5)), ("${1 div 0}", .double(.infinity)), ("${i%4}", .long(3)),
        ("${i mod 4}", .long(3)), ("${'7'+5}", .long(12)), ("${half+1}", .double(1.5)),
        ("${d+1}", .double(2.5)), ("${none+none}", .long(0)), ("${none+3}", .long(3)),
        ("${''+3}", .long(3)), ("${-i}", .integer(-7)), ("${-s}", .short(-3)),
        ("${-five}", .long(-5)), ("${-half}", .double(-0.5)), ("${1}", .long(1)),
        ("${1.0}", .double(1)), ("${2147483648}", .long(2_147_483_648)), ("${1e2}", .double(100)),
        ("${.5}", .double(0.5)), ("${1+2*3}", .long(7)), ("${(1+2)*3}", .long(9)),
        ("${10-3-2}", .long(5)), ("${ 1 + 1 }", .long(2)), ("#{1+1}", .long(2)),
        ("${9223372036854775807+1}", .long(.min)),
    ])
    func arithmeticFollowsTheReference(text: String, expected: ProcessValue) throws {
        #expect(try Self.evaluate(text) == expected)
    }

    @Test(arguments: [
        ("1==1.0", true), ("'1'==1", true), ("i==7", true), ("i eq l", false), ("i ne l", true),
        ("none==null", true), ("null==0", false), ("text=='abc'", true), ("t=='true'", true),
        ("t==yes", true), ("text=='ABC'", false), ("map==map", true), ("list[0]==1", true),
        ("i<l", true), ("i>=7", true), ("i gt l", false), ("'a'<'b'", true), ("'10'<'9'", true),
        ("'10'<9", false), ("null<1", false), ("null<=null", true), ("null<null", false),
        ("d<=1.5", true), ("date<now()", true), ("!t", false), ("not none", true), ("!''", true),
        ("!'x'", true), ("yes && t", true), ("t || missing", true), ("!t && missing", false),
        ("t and !t or t", true), ("empty none", true), ("empty ''", true), ("empty text", false),
        ("empty map.e", true), ("empty map", false), ("!empty list", true), ("empty 0", false),
        ("execution.hasVariable('nope')", false), ("i==7 ? true : missing", true),
        ("map.a==1 && map.b.c=='x'", true), ("i == 1 ? false : i == 7 ? true : false", true),
    ])
    func comparisonsAndConditionsFollowTheReference(text: String, expected: Bool) throws {
        #expect(try Self.evaluate("${\(text)}") == .boolean(expected))
    }

    @Test(arguments: [
        ("plain", ProcessValue.string("plain")), ("", .string("")), ("a${i}b", .string("a7b")),
        ("${i}${text}", .string("7abc")), ("a ${none} b", .string("a  b")),
        ("${d}!", .string("1.5!")), ("${100.0} ", .string("100.0 ")), ("\\${i}", .string("${i}")),
        ("$5", .string("$5")), ("${'}'}", .string("}")), ("${\"it's\"}", .string("it's")),
        ("${'a\\'b'}", .string("a'b")), ("é${'ü'}", .string("éü")),
        ("${map}.", .string("{a=1, b={c=x}, e=[]}.")),
        ("${date}.", .string("Thu Jan 01 00:00:01 UTC 1970.")),
    ])
    func textAroundValuesMakesAText(text: String, expected: ProcessValue) throws {
        #expect(try Self.evaluate(text) == expected)
    }

    @Test(arguments: [
        ("${map.a}", ProcessValue.integer(1)), ("${map['b'].c}", .string("x")),
        ("${map.nope}", .null), ("${none.x.y}", .null), ("${list[1]}", .string("b")),
        ("${list['0']}", .integer(1)), ("${list[9]}", .null), ("${list[2].c}", .integer(3)),
        ("${execution.id}", .string("e1")), ("${i}", .integer(7)),
        ("${json.a.b[1].c}", .string("x")),
        ("${json.n}", .integer(5)), ("${date.time}", .long(1_000)),
    ])
    func propertiesAndElementsAreRead(text: String, expected: ProcessValue) throws {
        #expect(try Self.evaluate(text) == expected)
    }

    @Test(arguments: [
        ("text.equals('abc')", ProcessValue.boolean(true)), ("five.equals(5)", .boolean(false)),
        ("text.concat('d').toUpperCase()", .string("ABCD")), ("text.length()", .integer(3)),
        ("text.substring(1)", .string("bc")), ("text.substring(0,2)", .string("ab")),
        ("text.indexOf('c')", .integer(2)), ("text.contains('bc')", .boolean(true)),
        ("text.replace('b','xx')", .string("axxc")), ("' a '.trim()", .string("a")),
        ("'a,b,'.split(',').size()", .integer(2)), ("text.startsWith('ab')", .boolean(true)),
        ("text['length']()", .integer(3)), ("'abc'.hashCode()", .integer(96_354)),
        ("list.size()", .integer(3)), ("list.get(1)", .string("b")),
        ("list.contains('b')", .boolean(true)), ("list.isEmpty()", .boolean(false)),
        ("map.containsKey('a')", .boolean(true)), ("map.get('b').get('c')", .string("x")),
        ("map.size()", .integer(3)), ("d.intValue()", .integer(1)), ("i.toString()", .string("7")),
        ("json.prop('n').numberValue()", .integer(5)),
        ("json.prop('s').stringValue()", .string("y")),
        ("json.prop('t').boolValue()", .boolean(true)), ("json.hasProp('q')", .boolean(false)),
        ("json.prop('a').prop('b').elements().size()", .integer(2)),
        ("json.prop('a').prop('b').elements().get(1).prop('c').value()", .string("x")),
        ("json.jsonPath('$.a.b[1].c').stringValue()", .string("x")),
        ("S('{\"a\":1}').prop('a').numberValue()", .integer(1)), ("currentUser()", .string("demo")),
        ("json.prop('q', 3).prop('q').numberValue()", .integer(3)),
        ("bean.echo(1,2,'x')", .integer(3)), ("date.getTime()", .long(1_000)),
    ])
    func methodsOfValuesAreCalled(text: String, expected: ProcessValue) throws {
        #expect(try Self.evaluate("${\(text)}") == expected)
    }

    @Test func aNodeOfADocumentIsADocument() throws {
        let value = try Self.evaluate("${json.prop('a')}")
        #expect(value.type == .json)
        #expect(value.tree == ["b": [1, ["c": "x"]]])
    }

    @Test func aBeanReadsAndWritesVariables() throws {
        var context = TestContext()
        let expression = try JUELExpression(
            "${execution.setVariable('n', execution.getVariable('i') + 1)}")
        #expect(try expression.value(in: &context) == .null)
        #expect(context.variables["n"] == .long(8))
    }

    @Test(arguments: [
        ("dateTime().plusDays(1).toDate()", Instant(year: 2026, month: 3, day: 29, hour: 11)),
        ("dateTime().plusHours(24).toDate()", Instant(year: 2026, month: 3, day: 29, hour: 12)),
        ("dateTime().plusWeeks(1).toDate()", Instant(year: 2026, month: 4, day: 4, hour: 11)),
        ("dateTime().plusMonths(11).toDate()", Instant(year: 2027, month: 2, day: 28, hour: 11)),
        ("dateTime().minusYears(2).toDate()", Instant(year: 2024, month: 3, day: 28, hour: 12)),
        (
            "dateTime().withTimeAtStartOfDay().toDate()",
            Instant(year: 2026, month: 3, day: 27, hour: 23)
        ),
        ("now()", Instant(year: 2026, month: 3, day: 28, hour: 12)),
    ])
    func datesAreCountedOnTheClocksOfTheZone(text: String, expected: Instant) throws {
        var context = TestContext()
        context.zoned = true
        #expect(try JUELExpression("${\(text)}").value(in: &context) == .date(expected))
    }

    @Test func namesAreToldInTheOrderOfTheirFirstUse() throws {
        let expression = try JUELExpression("${b + a.x > c[d] && b} and ${e.f(g)}")
        #expect(expression.names == ["b", "a", "c", "d", "e", "g"])
        #expect(expression.isEvaluated)
        #expect(try !JUELExpression("a").isEvaluated)
    }
}
