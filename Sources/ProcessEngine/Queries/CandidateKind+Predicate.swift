internal import Records

extension CandidateKind {
    /// What a task must fulfil; those with an assignee have no candidates unless that is wanted.
    func predicate(for value: ListValue, in context: FilterContext) -> Predicate? {
        switch (self, value) {
        case (.user, .text(let user)):
            let groups = context.surroundings.groups[user] ?? []
            let links = Predicate.or([
                .equal("user_id", user), .isIn("group_id", groups.map(ColumnValue.text)),
            ])
            return unassigned(candidate(links), in: context)
        case (.group, .text(let group)):
            return unassigned(candidate(.equal("group_id", group)), in: context)
        case (.groupPattern, .text(let pattern)):
            return unassigned(
                candidate(.compare("group_id", .like, .text(pattern))), in: context)
        case (.groups, .texts(let groups)):
            return unassigned(
                candidate(.isIn("group_id", groups.map(ColumnValue.text))), in: context)
        case (.involved, .text(let user)):
            return .or([
                .equal("assignee", user), .equal("owner", user), linked(.equal("user_id", user)),
            ])
        case (.withGroups, .truth(true)):
            return unassigned(candidate(.not(.isNull("group_id"))), in: context)
        case (.withoutGroups, .truth(true)):
            return unassigned(.not(candidate(.not(.isNull("group_id")))), in: context)
        case (.withUsers, .truth(true)):
            return unassigned(candidate(.not(.isNull("user_id"))), in: context)
        case (.withoutUsers, .truth(true)):
            return unassigned(.not(candidate(.not(.isNull("user_id")))), in: context)
        default: return nil
        }
    }

    private func linked(_ predicate: Predicate) -> Predicate {
        .exists(
            IdentityLinkRow.table, matching: [ColumnPair("task_id", equals: "id")], predicate)
    }

    private func candidate(_ predicate: Predicate) -> Predicate {
        linked(.and([.equal("type", "candidate"), predicate]))
    }

    private func unassigned(_ predicate: Predicate, in context: FilterContext) -> Predicate {
        context.includesAssigned ? predicate : .and([predicate, .isNull("assignee")])
    }
}
