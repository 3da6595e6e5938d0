@testable import HTTPServer

extension HTTPServerConfiguration {
    /// A configuration whose limits on time are out of reach: a test that is not about one of them
    /// passes on a busy machine too.
    static var patient: HTTPServerConfiguration {
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.headTimeout = 300
        configuration.bodyTimeout = 300
        configuration.idleTimeout = 300
        configuration.sendTimeout = 300
        return configuration
    }
}
