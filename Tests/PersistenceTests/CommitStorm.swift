import Glibc
import Records

/// Clients that commit until their process is killed in the middle of it.
enum CommitStorm {
    /// Commits two rows at a time from eight clients, noting each pair once its commit was
    /// answered; kills the process when one of them has come so far.
    static func rage(on store: some Store, noting answers: String, until last: Int) async {
        let descriptor = Glibc.open(answers, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        await withTaskGroup(of: Void.self) { group in
            for client in 0..<8 {
                group.addTask {
                    for number in 0... {
                        let id = "c\(client)-\(number)"
                        do {
                            try await store.commit(
                                Fixture.inserting(
                                    Fixture.row(id, order: 1), Fixture.row(id + "+", order: 2)))
                        } catch {
                            exit(1)
                        }
                        _ = (id + "\n").withCString { write(descriptor, $0, strlen($0)) }
                        if number == last { kill(getpid(), SIGKILL) }
                    }
                }
            }
        }
    }
}
