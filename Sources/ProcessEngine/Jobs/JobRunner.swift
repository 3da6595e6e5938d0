internal import FailPoints
internal import ProcessValues
internal import Records
internal import Synchronization

/// Runs single jobs, those of the executor and those that a caller wants to be run.
struct JobRunner: Sendable {
    let runner: CommandRunner
    let acquisition: JobAcquisition
    let handlers: [String: any EffectHandler]
    let clock: any EngineClock

    /// Who runs jobs.
    private static let principal = Principal(origin: .job)

    /// Runs a job that a caller names, whether it is due or not.
    ///
    /// - Throws: Why it failed; the failure is noted with the job.
    func execute(_ id: String, as principal: Principal) async throws(EngineError) {
        let outcome: Outcome
        do throws(EngineError) {
            outcome = try await runner.run(.job(id: id, .execute), as: principal)
        } catch {
            await note(error, of: id)
            throw error
        }
        guard case .effect(let job) = outcome.result else { return }
        if try await acquisition.isHeldBack(job) {
            throw EngineError(
                .badRequest,
                "The effect \(id) waits for an earlier one of \(job.orderKey ?? "its key").")
        }
        guard job.effectState != EffectState.inFlight || job.lockExpiresAt ?? clock.now <= clock.now
        else {
            throw EngineError(.badRequest, "The effect \(id) is being sent.")
        }
        guard let locked = try await acquisition.lock(job, at: clock.now) else {
            throw EngineError(
                .optimisticLocking, "The job \(id) was changed meanwhile.", code: 1)
        }
        if let error = await send(locked, isRepeat: Self.isRepeat(job)) { throw error }
    }

    /// Runs a job that this node has taken.
    ///
    /// - Parameters:
    ///   - job: The job, locked.
    ///   - isRepeat: Of an effect: whether it may have been sent before.
    func run(_ job: JobRow, isRepeat: Bool) async {
        if job.type == JobType.effect {
            _ = await send(job, isRepeat: isRepeat)
            return
        }
        do throws(EngineError) {
            _ = try await runner.run(.job(id: job.id, .execute), as: Self.principal)
        } catch {
            await note(error, of: job.id)
        }
    }

    /// Whether an effect, as it was before it was taken, may have been sent before.
    static func isRepeat(_ job: JobRow) -> Bool {
        job.effectState != EffectState.waiting || job.effectProgress != nil
            || job.exceptionMessage != nil
    }

    /// Notes that a job failed; what cannot be noted is tried again when its lock is over.
    private func note(_ error: EngineError, of id: String) async {
        // A job that is gone was done by somebody else, or is no longer wanted.
        if error.kind == .notFound || error.kind == .storage { return }
        _ = try? await runner.run(
            .job(id: id, .recordFailure(JobFailure(error))), as: Self.principal)
    }

    // MARK: Effects

    /// Sends an effect that was taken and commits its reply.
    ///
    /// - Returns: Why it failed, if it did.
    private func send(_ job: JobRow, isRepeat: Bool) async -> EngineError? {
        let progress = Mutex(job.effectProgress)
        let reply: EffectReply
        if let handler = handlers[job.effectHandler ?? ""] {
            let call = EffectCall(job: job, isRepeat: isRepeat, at: clock.now) { text in
                _ = try await runner.run(
                    .job(id: job.id, .storeEffectProgress(text)), as: Self.principal)
                progress.withLock { $0 = text }
            }
            FailPoint.reach("before-send")
            reply = await handler.send(call)
            FailPoint.reach("after-send")
        } else {
            reply = EffectReply(
                .failed(
                    JobFailure(
                        message: "No handler of effects is called '\(job.effectHandler ?? "")'."),
                    progress: nil))
        }
        do throws(EngineError) {
            try await deliver(reply, of: job)
        } catch {
            // The process cannot go on with the answer: another try sends the effect again, and
            // finds that it was done.
            guard error.kind != .notFound, error.kind != .storage else { return error }
            let failure = EffectOutcome.failed(
                JobFailure(error), progress: progress.withLock { $0 })
            _ = try? await runner.run(
                .job(id: job.id, .deliverEffect(failure)), as: Self.principal)
            return error
        }
        if case .failed(let failure, _) = reply.outcome {
            return EngineError(
                .runtime(className: "EffectException"), failure.message,
                activityID: failure.failedActivityID)
        }
        return nil
    }

    private func deliver(_ reply: EffectReply, of job: JobRow) async throws(EngineError) {
        var tries = 0
        while true {
            do throws(EngineError) {
                _ = try await runner.run(
                    .job(id: job.id, .deliverEffect(reply.outcome)), as: Self.principal,
                    adding: reply.delta, beforeCommit: { FailPoint.reach("before-commit") })
                FailPoint.reach("after-commit")
                return
            } catch {
                tries += 1
                // An answer is not given up lightly: the call that it belongs to was made.
                guard error.kind == .optimisticLocking || error.kind == .storage, tries < 20
                else { throw error }
                try? await Task.sleep(for: .milliseconds(min(50 << tries, 5_000)))
            }
        }
    }
}

extension JobFailure {
    /// The failure that an error is for a job.
    init(_ error: EngineError) {
        self.init(
            message: error.message, details: "\(error.typeName): \(error.message)",
            failedActivityID: error.activityID,
            decrementsRetries: error.kind != .optimisticLocking,
            // A loop without an end has none the next time either.
            endsRetries: error.kind == .stepLimit)
    }
}
