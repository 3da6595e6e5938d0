import Glibc

extension Configuration {
    /// What this server calls itself among those on one database: what it locks jobs as, and what
    /// the log of jobs names.
    ///
    /// Two servers of one host have different ports. Where the system chooses the port, the
    /// process tells them apart, and what it had taken is free when its lock runs out.
    var node: String {
        if let name = self["node"], !name.isEmpty { return name }
        let port = integer("server.port")
        return "\(Self.hostName):" + (port == 0 ? "process-\(getpid())" : "\(port)")
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
