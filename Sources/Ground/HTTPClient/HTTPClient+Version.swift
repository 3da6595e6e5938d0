import CCurl

extension HTTPClient {
    /// The version of libcurl that is in use.
    public static var libraryVersion: String {
        guard let information = curl_version_info(CURLVERSION_TENTH),
            let version = information.pointee.version
        else { return "unknown" }
        return String(cString: version)
    }
}
