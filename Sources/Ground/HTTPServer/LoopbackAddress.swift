/// Addresses that are reached from this machine alone.
public enum LoopbackAddress {
    /// Whether a host to listen on is one: `localhost`, `::1` or a whole address in 127.0.0.0/8.
    public static func contains(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isVersion4 =
            parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return isVersion4 || host == "::1" || host == "localhost"
    }
}
