import JUEL
import ProcessValues
import Testing

@Suite struct FailureTests {
    private static func failure(_ text: String) throws -> (any Error)? {
        var context = TestContext()
        let expression = try JUELExpression(text)
        do {
            _ = try expression.value(in: &context)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("${missing}", EvaluationError.Kind.unknownProperty, "Cannot resolve identifier 'missing'"),
        ("${missing == null}", .unknownProperty, "Cannot resolve identifier 'missing'"),
        ("${empty missing}", .unknownProperty, "Cannot resolve identifier 'missing'"),
        ("${text.x}", .unknownProperty, "Could not find property x in a value of type String"),
        (
            "${execution.x}", .unknownProperty,
            "Could not find property x in a value of type execution"
        ),
        ("${none.f()}", .unknownProperty, "Target unreachable, base is null: f"),
        (
            "${text.f(1)}", .unknownMethod,
            "Cannot find method f with 1 parameters in a value of type String"
        ),
        ("${'abc'+1}", .evaluation, "Cannot coerce 'abc' of type String to Long"),
        ("${t+1}", .evaluation, "Cannot coerce 'true' of type Boolean to Long"),
        ("${'1.0'==1}", .evaluation, "Cannot coerce '1.0' of type String to Long"),
        ("${true==1}", .evaluation, "Cannot coerce 'true' of type Boolean to Long"),
        ("${!1}", .evaluation, "Cannot coerce '1' of type Long to Boolean"),
        ("${1 ? 2 : 3}", .evaluation, "Cannot coerce '1' of type Long to Boolean"),
        ("${5%0}", .evaluation, "/ by zero"),
        ("${text.substring(9)}", .evaluation, "begin 9, end 3, length 3"),
        ("${'a'.repeat(100000000)}", .evaluation, "a text cannot be repeated 100000000 times"),
        ("${list.get(9)}", .evaluation, "Index 9 out of bounds for length 3"),
        ("${list.x}", .evaluation, "Cannot parse list index: x"),
        ("${map<1}", .evaluation, "Cannot coerce '{a=1, b={c=x}, e=[]}' of type Object to Long"),
        ("${json.prop('q')}", .evaluation, "Unable to find 'q'"),
        ("${execution}", .evaluation, "the value is a bean, which no variable can hold"),
    ])
    func aFailureNamesItsCause(text: String, kind: EvaluationError.Kind, reason: String) throws {
        let error = try #require(try Self.failure(text) as? EvaluationError)
        #expect(error == EvaluationError(kind, reason, expression: text))
    }

    @Test func theMessageIsThatOfTheReference() throws {
        let error = try #require(try Self.failure("${missing}") as? EvaluationError)
        #expect(
            error.description
                == "Unknown property used in expression: ${missing}. Cause: Cannot resolve "
                + "identifier 'missing'")
    }

    @Test func whatABeanThrowsReachesTheCallerAsItIs() throws {
        #expect(try Self.failure("a${bean.fail()}") as? TestContext.BPMNError == .init(code: "E1"))
        #expect(
            try Self.failure("${1 + missingFact}") as? TestContext.Need
                == .init(name: "missingFact"))
    }

    @Test(arguments: [
        ("${", 2), ("${}", 2), ("${1+}", 4), ("${a b}", 4), ("${(1}", 4), ("${'abc}", 2),
        ("${'it''s'}", 6), ("${a = 1}", 4), ("${a += 1}", 5), ("${[1,2]}", 2), ("${a;b}", 3),
        ("${x -> x}", 5), ("${a.}", 4), ("${a.empty}", 4), ("${a & b}", 4), ("${'a\\n'}", 5),
        ("${a}#{b}", 4), ("${99999999999999999999}", 2), ("${a instanceof b}", 4),
    ])
    func aTextThatIsNoExpressionIsRefusedWithItsPlace(text: String, offset: Int) {
        do {
            _ = try JUELExpression(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.offset == offset, "\(error)")
            #expect(error.expression == text)
        }
    }

    @Test func anUnknownFunctionIsRefusedUnlessTheContextHasIt() throws {
        #expect(throws: JUELSyntaxError.self) { try JUELExpression("${f(1)}") }
        _ = try JUELExpression("${f(1)}", functions: ["f"])
    }

    @Test(arguments: ["${now(1)}", "${S()}", "${JSON(a, b)}", "${currentUser('x')}"])
    func builtInFunctionsTakeWhatTheyTake(text: String) {
        #expect(throws: JUELSyntaxError.self) { try JUELExpression(text) }
    }

    @Test func deepNestingAndLengthAreRefused() {
        let open = String(repeating: "(", count: 200)
        let close = String(repeating: ")", count: 200)
        #expect(throws: JUELSyntaxError.self) { try JUELExpression("${\(open)1\(close)}") }
        let signs = String(repeating: "!", count: 200)
        #expect(throws: JUELSyntaxError.self) { try JUELExpression("${\(signs)true}") }
        let long = String(repeating: "a", count: 70_000)
        #expect(throws: JUELSyntaxError.self) { try JUELExpression(long) }
    }

    @Test func aLongChainOfOperatorsNeedsNoStack() throws {
        var context = TestContext()
        let chain = Array(repeating: "1", count: 20_000).joined(separator: "+")
        #expect(try JUELExpression("${\(chain)}").value(in: &context) == .long(20_000))
    }

    @Test func evaluationStopsWhereTheResultIsKnown() throws {
        var context = TestContext()
        _ = try JUELExpression("${t || missingFact}").value(in: &context)
        _ = try JUELExpression("${t ? i : missingFact}").value(in: &context)
        #expect(context.trace == ["t", "t", "i"])
    }
}
