import FEEL
import Testing

/// Java's methods that models may name (10.3.2.13.3), without Java; values are those of Java.
@Suite("External functions") struct ExternalFunctionTests {
    @Test(
        "Methods of Java's own classes give what they give there",
        arguments: [
            ("Math", "max(int,int)", "1, 2", "2"), ("Math", "min(int, int)", "1, 2", "1"),
            ("Math", "min(double,double)", "1.5, 2", "1.5"),
            ("Math", "min(long,long)", "-3, 2", "-3"),
            ("Math", "abs(int)", "-5", "5"), ("Math", "abs(long)", "5", "5"),
            ("Math", "abs(int)", "-2.7", "2"), ("Math", "abs(double)", "-2.5", "2.5"),
            ("Math", "abs(long)", "-9223372036854775808", "null"),
            ("Math", "round(double)", "2.5", "3"), ("Math", "round(double)", "-2.5", "-2"),
            ("Math", "rint(double)", "2.5", "2"), ("Math", "floor(double)", "-2.5", "-3"),
            ("Math", "ceil(double)", "2.1", "3"), ("Math", "sqrt(double)", "16", "4"),
            ("Math", "signum(double)", "-7", "-1"),
            ("Math", "cos(double)", "0", "1"), ("Math", "sin(double)", "0", "0"),
            ("Math", "exp(double)", "0", "1"), ("Math", "log10(double)", "1000", "3"),
            ("Math", "toDegrees(double)", "0", "0"), ("Math", "pow(double,double)", "2, 3", "8"),
            ("Math", "hypot(double,double)", "3, 4", "5"),
            ("Math", "atan2(double,double)", "0, 1", "0"),
            ("Integer", "parseInt(java.lang.String)", "\"12\"", "12"),
            ("Long", "parseLong(java.lang.String)", "\"-12\"", "-12"),
            ("Double", "parseDouble(java.lang.String)", "\"1.5\"", "1.5"),
            ("Boolean", "parseBoolean(java.lang.String)", "\"TRUE\"", "true"),
            ("Boolean", "valueOf(java.lang.String)", "\"ja\"", "false"),
            ("String", "valueOf(int)", "3", "\"3\""), ("String", "valueOf(long)", "-3.9", "\"-3\""),
            // What has no number is null.
            ("Math", "sqrt(double)", "-1", "null"), ("Math", "log(double)", "0", "null"),
            ("Math", "pow(double,double)", "-8, 0.5", "null"),
            ("Math", "pow(double,double)", "10, 400", "null"),
            ("Math", "sqrt(double)", "\"16\"", "null"), ("Math", "abs(int)", "null", "null"),
            ("Integer", "parseInt(java.lang.String)", "\"x\"", "null"),
            ("Integer", "parseInt(java.lang.String)", "\"3000000000\"", "null"),
            // Methods and signatures that are not there.
            ("Math", "nothing(double)", "1", "null"), ("Math", "sqrt(int)", "1", "null"),
            ("Math", "random()", "", "null"), ("Nothing", "max(int,int)", "1, 2", "null"),
            ("System", "exit(int)", "1", "null"),
        ])
    func calls(name: String, signature: String, arguments: String, expected: String) throws {
        let names = ["a", "b"].prefix(arguments.isEmpty ? 0 : arguments.split(separator: ",").count)
        let text = """
            (function(\(names.joined(separator: ", "))) external {java: {class: "java.lang.\(name)", \
            method signature: "\(signature)"}})(\(arguments)) = \(expected)
            """
        #expect(try FEELExpression(parsing: text).evaluate([:]) == true, "\(text)")
    }
}
