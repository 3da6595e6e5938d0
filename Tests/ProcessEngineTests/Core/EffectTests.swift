import JSONTree
import ProcessValues
import Records
import Testing

@testable import ProcessEngine

@Suite("Effects")
struct EffectTests {
    let bench = CoreBench()

    @Test("an effect takes the place of an implementation, and its answer moves the token")
    func blockingEffect() throws {
        let binding = EffectBinding(
            activityID: "v", event: .start, handler: "zaken", action: "create-zaak",
            properties: #"{"x":"pv:a","y":[{"z":"pv:/b/c"}]}"#)
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:expression=\"${null}\"/><userTask id=\"t\"/>"
                    + flow("s", "v") + flow("v", "t")), effects: [binding])
        try bench.start("p", [VariableInput("a", .integer(1))])
        #expect(try bench.state() == "p(v)")
        let job = try #require(try bench.typed(JobRow.self).first)
        #expect(job.type == "effect")
        #expect(job.orderKey == "case")
        let payload = try JSON(parsing: job.effectPayload ?? "")
        #expect(payload["variables"]?["a"] == .integer(1))
        #expect(payload["variables"]?["b"] == .null)
        guard case .effect = try bench.run(.job(id: job.id, .execute))?.result else {
            Issue.record("an effect was run by the core")
            return
        }
        try bench.run(
            .job(
                id: job.id,
                .deliverEffect(.done(variables: [VariableInput("url", .string("https://zaak"))]))))
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("url") == .string("https://zaak"))
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test("an attached effect outlives the instance that it came from")
    func attachedEffect() throws {
        let binding = EffectBinding(
            activityID: "t", event: .delete, handler: "portal", action: "close-task")
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t")),
            effects: [binding])
        let id = try #require(try bench.start())
        try bench.run(.instance(id: id, .delete(InstanceDeletion(reason: "enough"))))
        #expect(try bench.state() == "")
        let job = try #require(try bench.typed(JobRow.self).first)
        #expect(job.executionID == nil)
        try bench.run(.job(id: job.id, .deliverEffect(.done(variables: []))))
        #expect(bench.lastError == nil)
        #expect(try bench.typed(JobRow.self).isEmpty)
        #expect(try bench.instanceState() == "EXTERNALLY_TERMINATED")
    }

    @Test(
        "an effect in flight is detached when its activity is cancelled, one that waits is taken back"
    )
    func detachedEffect() throws {
        let binding = EffectBinding(
            activityID: "v", event: .start, handler: "zaken", action: "create-zaak")
        for isInFlight in [false, true] {
            let bench = CoreBench()
            try bench.deploy(
                model(
                    "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:expression=\"${null}\"/>"
                        + flow("s", "v")), effects: [binding])
            let id = try #require(try bench.start())
            let job = try #require(try bench.typed(JobRow.self).first)
            if isInFlight {
                try send(job, on: bench)
            }
            try bench.run(.instance(id: id, .delete(InstanceDeletion())))
            #expect(bench.lastError == nil)
            #expect(try bench.typed(JobRow.self).count == (isInFlight ? 1 : 0))
            guard isInFlight else { continue }
            try bench.run(
                .job(id: job.id, .deliverEffect(.failed(JobFailure(message: "x"), progress: nil))))
            #expect(bench.lastError == nil)
            #expect(try bench.typed(JobRow.self).isEmpty)
        }
    }

    @Test(
        "an effect that was done though its activity was cancelled leaves an incident; a refused one none",
        arguments: [
            (EffectOutcome.done(variables: []), true),
            (.failed(JobFailure(message: "no answer"), progress: nil), true),
            (.failed(JobFailure(message: "400", endsRetries: true), progress: nil), false),
            (.bpmnError(code: "x", message: nil, variables: []), false),
        ])
    func answerAfterCancelling(_ outcome: EffectOutcome, _ leavesIncident: Bool) throws {
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:expression=\"${null}\"/>"
                    + flow("s", "v")),
            effects: [
                EffectBinding(
                    activityID: "v", event: .start, handler: "zaken", action: "create-zaak")
            ])
        let id = try #require(try bench.start())
        let job = try #require(try bench.typed(JobRow.self).first)
        try send(job, on: bench)
        try bench.run(.instance(id: id, .delete(InstanceDeletion())))
        try bench.run(.job(id: job.id, .deliverEffect(outcome)))
        #expect(bench.lastError == nil)
        #expect(try bench.typed(JobRow.self).isEmpty)
        let incidents = try bench.typed(IncidentRow.self)
        #expect(incidents.map(\.incidentType) == (leavesIncident ? ["cancelledEffect"] : []))
        guard let incident = incidents.first else { return }
        #expect(incident.message?.contains("create-zaak") == true)
        try bench.run(.incident(id: incident.id, .resolve))
        #expect(bench.lastError == nil)
        #expect(try bench.typed(IncidentRow.self).isEmpty)
    }

    @Test("an attached effect that fails for good is an incident, also when its instance is over")
    func failingAttachedEffect() throws {
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t")),
            effects: [
                EffectBinding(
                    activityID: "t", event: .complete, handler: "portal", action: "finish-task")
            ])
        try bench.start()
        try bench.complete("t")
        #expect(try bench.state() == "")
        let job = try #require(try bench.typed(JobRow.self).first)
        let failure = EffectOutcome.failed(
            JobFailure(message: "403", endsRetries: true), progress: nil)
        try bench.run(.job(id: job.id, .deliverEffect(failure)))
        #expect(bench.lastError == nil)
        let incident = try #require(try bench.typed(IncidentRow.self).first)
        #expect(incident.incidentType == "failedJob")
        #expect(incident.configuration == job.id)
        #expect(incident.message == "403")
        try bench.run(.job(id: job.id, .setRetries(1, dueAt: nil)))
        #expect(try bench.typed(IncidentRow.self).isEmpty)
        try bench.run(.job(id: job.id, .deliverEffect(.done(variables: []))))
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test("a failed effect waits as its own cycle says, longer from try to try")
    func effectRetries() throws {
        bench.configuration.effectRetryCycle = "PT5S,PT1M"
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:expression=\"${null}\"/>"
                    + flow("s", "v")),
            effects: [
                EffectBinding(
                    activityID: "v", event: .start, handler: "zaken", action: "create-zaak")
            ])
        try bench.start()
        for (retries, wait) in [(2, 5_000), (1, 60_000)] {
            let job = try #require(try bench.typed(JobRow.self).first)
            try bench.run(
                .job(id: job.id, .deliverEffect(.failed(JobFailure(message: "x"), progress: nil))))
            let failed = try #require(try bench.typed(JobRow.self).first)
            #expect(failed.retries == retries)
            #expect(failed.dueAt == bench.now.adding(milliseconds: Int64(wait)))
        }
        let job = try #require(try bench.typed(JobRow.self).first)
        try bench.run(
            .job(id: job.id, .deliverEffect(.failed(JobFailure(message: "x"), progress: nil))))
        #expect(try bench.typed(IncidentRow.self).count == 1)
    }

    /// Notes that an effect is on its way.
    private func send(_ job: JobRow, on bench: CoreBench) throws {
        try bench.rows.apply(
            Delta(changes: [
                .update(
                    JobRow.table, key: [.text(job.id)],
                    set: [ColumnAssignment("effect_state", .text("inFlight"))],
                    expectedRevision: nil)
            ]))
    }
}
