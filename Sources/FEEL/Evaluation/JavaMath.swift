import Glibc

/// The functions of Java's `java.lang.Math` on doubles, by their names there.
enum JavaMath {
    /// Functions of one number.
    enum Unary: String {
        case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh
        case sqrt, exp, expm1, log, log10, log1p
        case ceil, floor, rint, signum, toRadians, toDegrees

        func value(of number: Double) -> Double {
            switch self {
            case .sin: Glibc.sin(number)
            case .cos: Glibc.cos(number)
            case .tan: Glibc.tan(number)
            case .asin: Glibc.asin(number)
            case .acos: Glibc.acos(number)
            case .atan: Glibc.atan(number)
            case .sinh: Glibc.sinh(number)
            case .cosh: Glibc.cosh(number)
            case .tanh: Glibc.tanh(number)
            case .sqrt: number.squareRoot()
            case .exp: Glibc.exp(number)
            case .expm1: Glibc.expm1(number)
            case .log: Glibc.log(number)
            case .log10: Glibc.log10(number)
            case .log1p: Glibc.log1p(number)
            case .ceil: number.rounded(.up)
            case .floor: number.rounded(.down)
            case .rint: number.rounded(.toNearestOrEven)
            case .signum: number == 0 ? 0 : number < 0 ? -1 : 1
            case .toRadians: number * (Double.pi / 180)
            case .toDegrees: number * (180 / Double.pi)
            }
        }
    }

    /// Functions of two numbers.
    enum Binary: String {
        case pow, hypot, atan2

        func value(of left: Double, _ right: Double) -> Double {
            switch self {
            case .pow: Glibc.pow(left, right)
            case .hypot: Glibc.hypot(left, right)
            case .atan2: Glibc.atan2(left, right)
            }
        }
    }
}
