public import JSONTree

/// A place in a JSON document: `/a/b/0` (a JSON pointer, RFC 6901), or `a.b` and `a.b[0]`.
public struct DocumentPath: Sendable, Hashable {
    /// The names of members and the indexes of elements, from the outside in.
    ///
    /// `-` stands for the place behind the last element of an array.
    public let steps: [String]

    /// A path of these steps.
    public init(steps: [String]) {
        self.steps = steps
    }

    /// Reads either spelling; an empty text is the whole document.
    public init(_ text: String) {
        if text.hasPrefix("/") {
            steps = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
                String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
            }
        } else {
            let dotted = text.hasPrefix("$.") ? text.dropFirst(2) : text[...]
            steps = dotted.split { $0 == "." || $0 == "[" || $0 == "]" }.map(String.init)
        }
    }

    /// The path as a JSON pointer.
    public var pointer: String {
        steps.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }
}

/// Why nothing can be written at a place of a document.
public struct DocumentPathError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The place.
    public let pointer: String

    /// What is wrong, for the person who wrote the path.
    public var description: String {
        "Nothing can be written at \(pointer): a value on the way is neither an object nor an"
            + " array with such an element"
    }
}

extension JSON {
    /// The value at a place, if there is one.
    public func value(at path: DocumentPath) -> JSON? {
        var value = self
        for step in path.steps {
            switch value {
            case .object(let object):
                guard let next = object[step] else { return nil }
                value = next
            case .array(let elements):
                guard let index = Int(step), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// The document with a value at a place; objects missing on the way are made.
    ///
    /// - Throws: `DocumentPathError` if a value on the way has no such place.
    public func setting(
        _ value: JSON, at path: DocumentPath
    ) throws(DocumentPathError) -> JSON {
        try setting(value, at: path.steps[...], of: path)
    }

    private func setting(
        _ value: JSON, at steps: ArraySlice<String>, of path: DocumentPath
    ) throws(DocumentPathError) -> JSON {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch self {
        case .object(var object):
            object[step] = try (object[step] ?? .null).setting(value, at: rest, of: path)
            return .object(object)
        case .array(var elements):
            if step == "-" || Int(step) == elements.count {
                elements.append(try JSON.null.setting(value, at: rest, of: path))
            } else if let index = Int(step), elements.indices.contains(index) {
                elements[index] = try elements[index].setting(value, at: rest, of: path)
            } else {
                throw DocumentPathError(pointer: path.pointer)
            }
            return .array(elements)
        case .null where step == "-":
            return .array([try JSON.null.setting(value, at: rest, of: path)])
        case .null:
            return .object([step: try JSON.null.setting(value, at: rest, of: path)])
        default: throw DocumentPathError(pointer: path.pointer)
        }
    }

    /// The document changed by a merge patch (RFC 7396): null takes a member away, an object is
    /// merged, anything else takes the place of what was there.
    public func merging(_ patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var result = objectValue ?? [:]
        for member in changes.members {
            if member.value.isNull {
                result[member.key] = nil
            } else {
                result[member.key] = (result[member.key] ?? .null).merging(member.value)
            }
        }
        return .object(result)
    }
}
