import CCrypto

extension Hashing {
    /// The version of libcrypto that is in use.
    public static var libraryVersion: String {
        String(cString: OpenSSL_version(OPENSSL_VERSION_STRING))
    }
}
