internal import Glibc

/// Messages on a socket: a length of four bytes, high byte first, and as many bytes.
enum Frame {
    /// Why a message could not be passed.
    enum Failure: Error, Equatable {
        /// The other end is closed.
        case closed
        /// The time is over.
        case overdue
        /// The message is larger than allowed.
        case tooLarge
    }

    static let maximumSize = 16 << 20

    /// Writes one message to a socket.
    static func write(_ bytes: [UInt8], to socket: Int32) throws(Failure) {
        guard bytes.count <= maximumSize else { throw .tooLarge }
        let length = UInt32(bytes.count)
        let head = stride(from: 24, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: length >> $0)
        }
        let message = head + bytes
        var sent = 0
        while sent < message.count {
            let count = message.withUnsafeBytes { buffer in
                // A write to a socket whose other end is closed would end this process by a signal.
                send(
                    socket, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .closed }
            sent += count
        }
    }

    /// Reads one message, waiting until the deadline at most, or for ever without one.
    static func read(
        from socket: Int32, until deadline: ContinuousClock.Instant? = nil
    ) throws(Failure) -> [UInt8] {
        let head = try read(4, from: socket, until: deadline)
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= maximumSize else { throw .tooLarge }
        return try read(length, from: socket, until: deadline)
    }

    private static func read(
        _ size: Int, from socket: Int32, until deadline: ContinuousClock.Instant?
    ) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var received = 0
        while received < size {
            if let deadline { try wait(for: socket, until: deadline) }
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(socket, buffer.baseAddress?.advanced(by: received), size - received)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .closed }
            received += count
        }
        return bytes
    }

    private static func wait(
        for socket: Int32, until deadline: ContinuousClock.Instant
    ) throws(Failure) {
        while true {
            let rest = deadline - .now
            guard rest > .zero else { throw .overdue }
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let milliseconds = rest / Duration.milliseconds(1)
            let code = poll(&entry, 1, Int32(min(milliseconds.rounded(.up), 60_000)))
            if code > 0 { return }
            if code < 0, errno != EINTR { throw .closed }
        }
    }
}
