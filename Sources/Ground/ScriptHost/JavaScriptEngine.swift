internal import CJavaScriptCore
internal import Glibc

/// JavaScriptCore, loaded at run time.
///
/// One thread uses it. Each script has a context of its own, in which the library was evaluated
/// first: scripts share nothing. The next context is made ready while nobody waits.
final class JavaScriptEngine {
    private let functions: jsc_functions
    private let group: JSCGroupRef
    private let library: JSCStringRef?
    private var ready: Room?

    /// A context with the functions that the library offers to this program.
    private struct Room {
        let context: JSCContextRef
        let begin: JSCObjectRef
        let finish: JSCObjectRef
        let fail: JSCObjectRef
    }

    /// Loads the engine; nil if it is not installed or the library cannot be evaluated.
    ///
    /// - Parameters:
    ///   - library: A program whose value is a function. It is called in each new context
    ///     with a function that gives back a number that the engine keeps as an integer, and
    ///     `undefined` for all else, and gives an object with the functions `begin`, `finish` and
    ///     `fail`.
    ///   - path: The name of the library's file.
    init?(library: String, path: String = "libjavascriptcoregtk-4.1.so.0") {
        var functions = jsc_functions()
        guard jsc_load(path, &functions), let group = functions.JSContextGroupCreate() else {
            return nil
        }
        self.functions = functions
        self.group = group
        self.library = functions.JSStringCreateWithUTF8CString(library)
        prepare()
        if ready == nil { return nil }
    }

    /// Makes the context of the next script.
    func prepare() {
        if ready == nil { ready = newRoom() }
    }

    /// Runs a script.
    func evaluate(_ request: ScriptRequest) -> ScriptReply {
        var isOver = false
        return withUnsafeMutablePointer(to: &isOver) { flag in
            let seconds = Double(request.milliseconds) / 1_000
            functions.JSContextGroupSetExecutionTimeLimit(group, seconds, onTimeLimit, flag)
            prepare()
            guard let room = ready else { return ScriptReply(.broken, "no context can be made") }
            ready = nil
            defer { release(room) }
            let reply =
                request.isCheck
                ? check(request, in: room) : evaluate(request, in: room, isOver: flag)
            return flag.pointee ? ScriptReply(.timeLimit, "") : reply
        }
    }

    // MARK: Scripts

    private func evaluate(
        _ request: ScriptRequest, in room: Room, isOver: UnsafePointer<Bool>
    ) -> ScriptReply {
        var exception: JSCValueRef?
        _ = call(room.begin, [string(request.input, in: room.context)], in: room, &exception)
        if exception != nil {
            return ScriptReply(.broken, "the input is not understood")
        }
        let value = withString(request.source) { source in
            withString(request.name) { name in
                functions.JSEvaluateScript(room.context, source, nil, name, 1, &exception)
            }
        }
        // Nothing is asked of a context that was ended.
        if isOver.pointee { return ScriptReply(.timeLimit, "") }
        let thrown = exception
        exception = nil
        let outcome = call(
            thrown == nil ? room.finish : room.fail, [thrown ?? value], in: room, &exception)
        if let exception {
            let text = functions.JSValueToStringCopy(room.context, exception, nil).flatMap(take)
            return ScriptReply(.broken, text ?? "an exception without text")
        }
        guard
            let text = functions.JSValueToStringCopy(room.context, outcome, nil).flatMap(take)
        else { return ScriptReply(.broken, "the result cannot be read") }
        return ScriptReply(.done, text)
    }

    private func check(_ request: ScriptRequest, in room: Room) -> ScriptReply {
        var exception: JSCValueRef?
        let isFine = withString(request.source) {
            functions.JSCheckScriptSyntax(room.context, $0, nil, 1, &exception)
        }
        guard !isFine, let exception else { return ScriptReply(.done, "") }
        let text = functions.JSValueToStringCopy(room.context, exception, nil).flatMap(take)
        return ScriptReply(.done, text ?? "it is no program")
    }

    private func call(
        _ function: JSCObjectRef, _ arguments: [JSCValueRef?], in room: Room,
        _ exception: inout JSCValueRef?
    ) -> JSCValueRef? {
        arguments.withUnsafeBufferPointer {
            functions.JSObjectCallAsFunction(
                room.context, function, nil, $0.count, $0.baseAddress, &exception)
        }
    }

    // MARK: Contexts

    private func newRoom() -> Room? {
        guard let context = functions.JSGlobalContextCreateInGroup(group, nil) else { return nil }
        var exception: JSCValueRef?
        let isInteger = functions.JSObjectMakeFunctionWithCallback(context, nil, onIsInteger)
        let make = functions.JSEvaluateScript(context, library, nil, nil, 1, &exception)
        guard exception == nil, let isInteger,
            let function = functions.JSValueToObject(context, make, nil)
        else { return discard(context) }
        let offered = withUnsafePointer(to: Optional(isInteger)) {
            functions.JSObjectCallAsFunction(context, function, nil, 1, $0, &exception)
        }
        guard exception == nil, let object = functions.JSValueToObject(context, offered, nil),
            let begin = member("begin", of: object, in: context),
            let finish = member("finish", of: object, in: context),
            let fail = member("fail", of: object, in: context)
        else { return discard(context) }
        for function in [begin, finish, fail] {
            functions.JSValueProtect(context, function)
        }
        return Room(context: context, begin: begin, finish: finish, fail: fail)
    }

    private func discard(_ context: JSCContextRef) -> Room? {
        functions.JSGlobalContextRelease(context)
        return nil
    }

    private func release(_ room: Room) {
        for function in [room.begin, room.finish, room.fail] {
            functions.JSValueUnprotect(room.context, function)
        }
        functions.JSGlobalContextRelease(room.context)
    }

    private func member(
        _ name: String, of object: JSCObjectRef, in context: JSCContextRef
    ) -> JSCObjectRef? {
        let value = withString(name) {
            functions.JSObjectGetProperty(context, object, $0, nil)
        }
        return functions.JSValueToObject(context, value, nil)
    }

    // MARK: Texts

    private func string(_ text: String, in context: JSCContextRef) -> JSCValueRef? {
        withString(text) { functions.JSValueMakeString(context, $0) }
    }

    private func withString<Result>(_ text: String, _ body: (JSCStringRef?) -> Result) -> Result {
        let string = functions.JSStringCreateWithUTF8CString(text)
        defer { functions.JSStringRelease(string) }
        return body(string)
    }

    /// The text of a string, which is released.
    private func take(_ string: JSCStringRef) -> String? {
        defer { functions.JSStringRelease(string) }
        let capacity = functions.JSStringGetMaximumUTF8CStringSize(string)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            let size = functions.JSStringGetUTF8CString(string, buffer.baseAddress, capacity)
            guard size > 0 else { return nil }
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<(size - 1)], as: UTF8.self)
        }
    }
}

private let onTimeLimit: JSCShouldTerminate = { _, flag in
    flag?.assumingMemoryBound(to: Bool.self).pointee = true
    return true
}

private let onIsInteger: JSCFunction = { _, _, _, count, arguments, _ in
    guard count == 1, let value = arguments?[0], jsc_is_tagged_integer(value) else { return nil }
    return value
}
