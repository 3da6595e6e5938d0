internal import JSONTree

/// `expand`: the resources around a zaak inside its answer, under `_expand`.
enum ZaakExpansion {
    /// What may be asked for; other names are refused.
    private static let allowed: Set<String> = [
        "zaaktype", "status", "status.statustype", "resultaat", "resultaat.resultaattype",
        "rollen", "rollen.roltype", "rollen.statussen", "eigenschappen",
        "eigenschappen.eigenschap", "zaakobjecten", "zaakobjecten.zaakobjecttype",
        "zaakinformatieobjecten", "hoofdzaak", "hoofdzaak.zaaktype", "hoofdzaak.status",
        "hoofdzaak.status.statustype", "hoofdzaak.resultaat", "hoofdzaak.rollen", "deelzaken",
        "deelzaken.zaaktype", "deelzaken.status", "deelzaken.status.statustype",
        "deelzaken.resultaat", "deelzaken.rollen",
    ]

    static func names(in query: [(name: String, value: String)]) throws -> [String] {
        let names = query.filter { $0.name == "expand" }
            .flatMap { $0.value.split(separator: ",").map { trimmed(String($0)) } }
        guard names.allSatisfy(allowed.contains) else {
            throw Problem.invalid("expand", "invalid_choice", "Dit kan niet worden uitgeklapt.")
        }
        return names
    }

    /// The answer with what is asked for, an empty `_expand` if that is nothing.
    static func expanded(
        _ object: JSONObject, _ names: [String], in context: Context
    ) throws -> JSONObject {
        var result = object
        result["_expand"] = .object(try expansion(of: object, names, in: context))
        return result
    }

    private static func expansion(
        of object: JSONObject, _ names: [String], in context: Context
    ) throws -> JSONObject {
        var result: JSONObject = [:]
        for name in names where !name.contains(".") {
            let below = names.filter { $0.hasPrefix(name + ".") }
                .map { String($0.dropFirst(name.count + 1)) }
            func resource(_ url: String) throws -> JSON? {
                guard let path = context.ownPath(of: url),
                    let stored = try? context.resource(at: path)
                else { return nil }
                var shown = try context.registry.resource(stored.kind).present(stored, in: context)
                if !below.isEmpty {
                    shown["_expand"] = .object(try expansion(of: shown, below, in: context))
                }
                return .object(shown)
            }
            switch object[name] {
            case .string(let url)?: result[name] = try resource(url)
            case .array(let urls)?:
                result[name] = .array(try urls.compactMap(\.stringValue).compactMap(resource))
            default: continue
            }
        }
        return result
    }
}
