/// Sends queued notifications until it is cancelled.
struct NotificationDelivery: Sendable {
    let core: SandboxCore
    let callbacks: CallbackClient
    let interval: Duration

    /// Looks for due deliveries again and again; those found go out side by side, so that their
    /// order is not kept, as with the real server.
    func run() async {
        while !Task.isCancelled {
            let due = (try? await core.dueDeliveries()) ?? []
            await withTaskGroup { group in
                for delivery in due {
                    group.addTask { await send(delivery) }
                }
            }
            if due.isEmpty { try? await Task.sleep(for: interval) }
        }
    }

    private func send(_ delivery: Delivery) async {
        let status = try? await callbacks.send(
            delivery.message, to: delivery.callback, auth: delivery.auth)
        guard !Task.isCancelled else { return }
        let wasTaken = status.map { (200...299).contains($0) } ?? false
        // A delivery whose outcome cannot be noted comes again, as it may with the real server.
        try? await core.note(delivery, wasTaken: wasTaken)
    }
}
