import CZlib

extension HTTPServer {
    /// The version of zlib that is in use.
    public static var compressionLibraryVersion: String { String(cString: zlibVersion()) }
}
