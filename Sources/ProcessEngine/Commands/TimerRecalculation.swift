import ProcessValues

/// Timers that are worked out anew, say after a variable that they rest on was changed.
extension Run {
    func recalculate(
        _ job: Entry<JobRow>, from instant: Instant, on execution: Execution?
    ) throws(Interruption) {
        guard job.row.type == JobType.timer else {
            throw .failed(
                .invalid,
                "Only timer jobs can be recalculated, but the job with id '\(job.row.id)' is of "
                    + "type '\(job.row.handlerType)'.")
        }
        let timer: TimerDeclaration?
        let value: ProcessValue
        if let execution {
            timer = execution.process.nodes.lazy.flatMap(\.timers).first {
                self.isOne(job.row, of: $0, in: execution.process)
            }
            guard let timer else { throw Self.withoutTimer(job.row) }
            value = try evaluate(timer.value, on: execution)
        } else {
            let definition = try job.row.definitionID.flatMap {
                (id) throws(Interruption) in try self.definition(.id(id))
            }
            timer = definition?.process.startTimers.first {
                self.isOne(job.row, of: $0, in: definition?.process)
            }
            guard let timer else { throw Self.withoutTimer(job.row) }
            do throws(EngineError) {
                value = try timer.value.valueWithoutVariables(at: instant)
            } catch {
                throw .failure(error)
            }
        }
        guard let timer else { return }
        let due = try TimerSchedule.firstDate(
            timer.schedule, value: value, text: timer.value.text, now: instant, zone: zone)
        job.row.dueAt = due.instant
        makeReady(job)
    }

    /// Whether a job is one of a timer.
    private func isOne(
        _ job: JobRow, of timer: TimerDeclaration, in process: CompiledProcess?
    ) -> Bool {
        guard let process, let definitionID = job.definitionID,
            process.nodes[timer.activity].id == job.activityID
        else { return false }
        return job.jobDefinitionID
            == ProcessDefinition.jobDefinitionID(
                definitionID: definitionID, activityID: process.nodes[timer.activity].id,
                sort: timer.jobSort)
    }

    private static func withoutTimer(_ job: JobRow) -> Interruption {
        .failed(.execution, "The model has no timer that the job \(job.id) is one of.")
    }
}
