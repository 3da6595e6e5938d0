internal import CCurl

/// Where a URL leads, as libcurl's own parser reads it.
public struct HTTPLocation: Sendable, Equatable {
    /// The whole URL.
    public let url: String
    /// The scheme, in lower case.
    public let scheme: String
    /// The host, in lower case.
    public let host: String
    /// The port.
    public let port: String

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - reference: A URL, or a part of one as a `Location` field may hold (RFC 3986, 5).
    ///   - base: The URL that a part is seen from.
    /// - Throws: `HTTPClientError.invalidRequest` for what is no URL.
    public init(_ reference: String, from base: String? = nil) throws(HTTPClientError) {
        guard let parsed = curl_url() else { throw .invalidRequest(reference) }
        defer { curl_url_cleanup(parsed) }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            let flags = UInt32(CURLU_DEFAULT_PORT)
            guard curl_url_get(parsed, part, &text, flags) == CURLUE_OK, let text else {
                return nil
            }
            defer { curl_free(text) }
            return String(cString: text)
        }
        if let base, curl_url_set(parsed, CURLUPART_URL, base, 0) != CURLUE_OK {
            throw .invalidRequest(base)
        }
        var whole: UnsafeMutablePointer<CChar>?
        guard curl_url_set(parsed, CURLUPART_URL, reference, 0) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST),
            let port = part(CURLUPART_PORT),
            curl_url_get(parsed, CURLUPART_URL, &whole, 0) == CURLUE_OK, let whole
        else { throw .invalidRequest(reference) }
        defer { curl_free(whole) }
        url = String(cString: whole)
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        self.port = port
    }

    /// Whether another URL leads to the same server.
    public func isSameServer(as other: HTTPLocation) -> Bool {
        (scheme, host, port) == (other.scheme, other.host, other.port)
    }
}
