internal import CLibXML2

extension XMLElement {
    /// The version of libxml2 that this program was built with.
    public static var libraryVersion: String { LIBXML_DOTTED_VERSION }
}
