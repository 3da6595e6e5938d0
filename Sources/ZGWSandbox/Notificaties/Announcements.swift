internal import JSONTree

extension Context {
    /// Puts the notification of a write in the queue of every abonnement that asks for it.
    func announceWrite(of stored: StoredResource, action: String) throws {
        guard
            let announcement = try registry.resource(stored.kind).announcement(
                of: stored, in: self)
        else { return }
        let main = announcement.mainObject
        try distribute([
            "kanaal": .string(announcement.kanaal),
            "hoofdObject": .string(base + main),
            "resource": .string(stored.kind.rawValue.lowercased()),
            "resourceUrl": .string(url(of: stored)),
            "actie": .string(action),
            "aanmaakdatum": .string(now.millisecondText),
            "kenmerken": .object(announcement.kenmerken),
        ])
    }

    /// Puts a notification in the queue of every abonnement that asks for it.
    func distribute(_ message: JSONObject) throws {
        let kenmerken = message["kenmerken"]?.members ?? [:]
        for abonnement in try store.list(.abonnement).reversed() {
            let kanalen = (abonnement.document["kanalen"]?.arrayValue ?? []).map(\.members)
            let isAsked = kanalen.contains { kanaal in
                kanaal.text("naam") == message.text("kanaal")
                    && (kanaal["filters"]?.members ?? [:]).members.allSatisfy { filter in
                        // A message that lacks the kenmerk is delivered anyway.
                        guard let value = kenmerken[filter.key] else { return true }
                        return value == filter.value || filter.value == "" || filter.value == "*"
                    }
            }
            guard isAsked, !isRehearsal else { continue }
            try store.enqueue(
                Delivery(
                    callback: abonnement.document.text("callbackUrl"),
                    auth: abonnement.document.text("auth"),
                    message: JSON.object(message).serializedText, due: now))
        }
    }
}
