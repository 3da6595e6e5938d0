import Glibc

/// The target that the environment chooses; libFuzzer's own `main` leaves no other way.
private let target: @Sendable ([UInt8]) -> Void = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = targets.first(where: { $0.name == name }) else {
        print("FUZZ_TARGET is one of: \(targets.map(\.name).joined(separator: " "))")
        exit(64)
    }
    return target.run
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: data, count: count)))
    return 0
}
