/// What the parser knows of names: scopes within functions, and the slots of their frames.
struct NameResolution {
    /// The frame of one function.
    struct Frame {
        var size = 0
        /// Slots of the surrounding function's frame, and where their values go in this one.
        var captures: [(outer: Int, inner: Int)] = []

        mutating func newSlot() -> Int {
            size += 1
            return size - 1
        }
    }

    /// Names that are visible from some place on.
    struct Scope {
        var index: [String: [FEELScope.Binding]]
        /// The slot of the item whose members are visible too, and what is known of it.
        var item: (slot: Int, type: FEELType)?
        /// The function that the slots belong to.
        var frame: Int
    }

    /// A name that was found.
    struct Match {
        let name: String
        let end: Int
        let tokens: Int
        let target: Target
    }

    enum Target {
        case slot(Int, frame: Int, type: FEELType, isLocal: Bool)
        case member(item: Int, frame: Int, type: FEELType)
        case builtin(Builtin)
    }

    var frames: [Frame]
    var scopes: [Scope]
    let types: FEELTypeTable
    let isOpen: Bool
    let hasEarlyParameterNames: Bool
    /// Names that nothing defines, with the slots in which the caller puts their values.
    var free: [(name: String, slot: Int)] = []

    init(_ scope: FEELScope) {
        frames = [Frame(size: scope.names.count)]
        scopes = [Scope(index: scope.index, item: nil, frame: 0)]
        if let item = scope.item {
            scopes.append(Scope(index: [:], item: (item, scope.nameTypes[item]), frame: 0))
        }
        types = scope.types
        isOpen = scope.isOpen
        hasEarlyParameterNames = scope.hasEarlyParameterNames
    }

    var currentFrame: Int { frames.count - 1 }

    /// Makes a name visible in the innermost scope.
    mutating func declare(_ name: String, slot: Int, type: FEELType) {
        let tokens = NameTokens(name)
        guard let first = tokens.tokens.first else { return }
        let binding = FEELScope.Binding(name: name, tokens: tokens, slot: slot, type: type)
        scopes[scopes.count - 1].index[first, default: []].insert(binding, at: 0)
    }

    mutating func push(item: (slot: Int, type: FEELType)? = nil) {
        scopes.append(Scope(index: [:], item: item, frame: currentFrame))
    }

    mutating func pop() {
        scopes.removeLast()
    }

    /// The longest name that stands at the scanner's place; of equals the innermost.
    func longestMatch(_ scanner: Scanner, word: String) -> Match? {
        var best: Match?
        func offer(_ name: String, _ tokens: NameTokens, _ target: Target) {
            guard let end = scanner.end(of: tokens), end > (best?.end ?? 0) else { return }
            best = Match(name: name, end: end, tokens: tokens.tokens.count, target: target)
        }
        for (depth, scope) in scopes.enumerated().reversed() {
            for binding in scope.index[word] ?? [] {
                offer(
                    binding.name, binding.tokens,
                    .slot(
                        binding.slot, frame: scope.frame, type: binding.type, isLocal: depth > 0))
            }
            if let item = scope.item, case .context(let members) = types.resolve(item.type) {
                for member in members where member.name.hasPrefix(word) {
                    offer(
                        member.name, NameTokens(member.name),
                        .member(item: item.slot, frame: scope.frame, type: member.type))
                }
            }
        }
        for (builtin, tokens) in Builtin.byFirstWord[word] ?? [] {
            offer(builtin.rawValue, tokens, .builtin(builtin))
        }
        return best
    }

    /// The slot of the current function in which a slot of a surrounding one is found.
    mutating func localSlot(_ slot: Int, frame: Int) -> Int {
        var slot = slot
        for level in frames.indices.dropFirst(frame + 1) {
            if let known = frames[level].captures.first(where: { $0.outer == slot }) {
                slot = known.inner
            } else {
                let inner = frames[level].newSlot()
                frames[level].captures.append((outer: slot, inner: inner))
                slot = inner
            }
        }
        return slot
    }

    /// The items around a place of whose members nothing is known, the innermost first.
    func unknownItems(inside frame: Int, scope: Int) -> [(slot: Int, frame: Int)] {
        scopes[scope...].reversed().compactMap { scope in
            guard let item = scope.item, types.resolve(item.type) == .any else { return nil }
            return (item.slot, scope.frame)
        }
    }

    /// A name that nothing defines: a variable of the caller, if the scope is open.
    mutating func freeName(_ name: String) -> Syntax {
        guard isOpen else { return .unknownName(name) }
        let slot: Int
        if let known = free.first(where: { $0.name == name }) {
            slot = known.slot
        } else {
            slot = frames[0].newSlot()
            free.append((name, slot))
        }
        return .slot(localSlot(slot, frame: 0))
    }
}
