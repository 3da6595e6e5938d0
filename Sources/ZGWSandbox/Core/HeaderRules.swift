/// What the header fields of a request must say.
enum HeaderRules {
    private static let crs = "EPSG:4326"

    static func check(_ call: Call) throws {
        try checkAccept(call)
        try checkCoordinateSystems(call)
        let isWrite = ["POST", "PUT", "PATCH"].contains(call.method)
        guard isWrite, !call.body.isEmpty else { return }
        let type = call.headers["content-type"]?.split(separator: ";").first ?? ""
        guard trimmed(String(type)).lowercased() == "application/json" else {
            throw Problem(
                status: 415, code: "unsupported_media_type",
                detail: "Ongeldige media type \"\(type)\" in aanvraag.")
        }
    }

    private static func checkAccept(_ call: Call) throws {
        guard let accept = call.headers["accept"] else { return }
        let ranges = accept.split(separator: ",").map {
            trimmed(String($0.split(separator: ";").first ?? "")).lowercased()
        }
        guard ranges.contains(where: { ["application/json", "application/*", "*/*"].contains($0) })
        else {
            throw Problem(
                status: 406, code: "not_acceptable",
                detail: "Kan niet voldoen aan de Accept-header.")
        }
    }

    private static func checkCoordinateSystems(_ call: Call) throws {
        let isWrite = ["POST", "PUT", "PATCH"].contains(call.method)
        switch (call.api, call.parts.first) {
        case (.zaken, "zaken"):
            let isSearch = call.parts.count == 2 && call.parts[1] == "_zoek"
            guard call.parts.count < 3, call.method != "DELETE" else { return }
            try require("accept-crs", call)
            if isWrite || isSearch { try require("content-crs", call) }
        case (.objecten, "objects"):
            if call.headers["accept-crs"] != nil { try require("accept-crs", call) }
            if isWrite { try require("content-crs", call) }
        default: return
        }
    }

    private static func require(_ name: String, _ call: Call) throws {
        guard let value = call.headers[name] else {
            throw Problem(
                status: 412, code: "precondition_failed", detail: "Header '\(name)' ontbreekt.")
        }
        guard value == crs else {
            throw Problem(
                status: 406, code: "not_acceptable",
                detail: "CRS '\(value)' wordt niet ondersteund, alleen \(crs).")
        }
    }
}
