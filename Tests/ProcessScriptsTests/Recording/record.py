#!/usr/bin/env python3
"""Asks an engine what the cases of scripts do, through its REST API.

    record.py record URL    asks the reference about new and changed cases and writes scripts.jsonl
    record.py check URL     compares another engine with scripts.jsonl

The reference is run as its README says; nothing but this folder is written.
"""
import base64, json, os, sys, urllib.error, urllib.request, uuid
import cases, cases_places, cases_java  # noqa: F401

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'scripts.jsonl')


class Engine:
    def __init__(self, url):
        self.url = url.rstrip('/')

    def call(self, method, path, body=None, raw=None, kind='application/json'):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, method=method, data=data, headers={'Content-Type': kind})
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read()
            try:
                return error.code, json.loads(text)
            except ValueError:
                return error.code, text

    def deploy(self, files):
        boundary = uuid.uuid4().hex
        body = b''
        for name, value in (('deployment-name', 'case'), ('enable-duplicate-filtering', 'false')):
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, text in files.items():
            body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
                     'Content-Type: application/octet-stream\r\n\r\n').encode() + text.encode() + b'\r\n'
        return self.call('POST', '/deployment/create', raw=body + f'--{boundary}--\r\n'.encode(),
                         kind='multipart/form-data; boundary=' + boundary)

    def rows(self, path):
        status, rows = self.call('GET', path)
        return rows if status == 200 else []


def value_of(engine, row):
    """A variable's type and value; of objects the tree."""
    kind, value = row['type'], row['value']
    info = row.get('valueInfo') or {}
    if kind == 'Object' and isinstance(info, dict):
        if 'java-serialized' in (info.get('serializationDataFormat') or ''):
            status, found = engine.call('GET', f'/variable-instance/{row["id"]}?deserializeValue=true')
            value = found['value'] if status == 200 else None
        elif isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                pass
    if kind == 'Bytes' and value is None:
        with urllib.request.urlopen(f'{engine.url}/variable-instance/{row["id"]}/data') as data:
            value = base64.b64encode(data.read()).decode()
    if kind == 'Json' and isinstance(value, str):
        value = json.loads(value)
    return [kind, value]


def leaves(tree, found):
    inner = tree.get('childActivityInstances', []) + tree.get('childTransitionInstances', [])
    if not inner:
        found.append(tree.get('activityId'))
    for child in inner:
        leaves(child, found)
    return found


def state(engine, instance):
    status, tree = engine.call('GET', f'/process-instance/{instance}/activity-instances')
    if status != 200:
        return {'ended': True}
    rows = engine.rows(f'/variable-instance?processInstanceIdIn={instance}&deserializeValues=false')
    variables = {}
    for row in sorted(rows, key=lambda row: (row['name'], row['executionId'] != instance, row['taskId'] is not None)):
        place = '' if row['executionId'] == instance and not row['taskId'] else ' in task' if row['taskId'] else ' in scope'
        variables[row['name'] + place] = value_of(engine, row)
    tasks = []
    for row in engine.rows(f'/task?processInstanceId={instance}'):
        links = engine.rows(f'/task/{row["id"]}/identity-links')
        tasks.append({
            'key': row['taskDefinitionKey'], 'name': row['name'], 'assignee': row['assignee'], 'owner': row['owner'],
            'description': row['description'], 'priority': row['priority'], 'due': row['due'],
            'candidates': sorted(link['userId'] or link['groupId'] for link in links if link['type'] == 'candidate')})
    jobs = [row['retries'] for row in engine.rows(f'/job?processInstanceId={instance}')]
    business = (engine.call('GET', f'/process-instance/{instance}')[1] or {}).get('businessKey')
    return {'activities': sorted(leaves(tree, []), key=str), 'variables': variables,
            'tasks': sorted(tasks, key=lambda task: task['key']), 'jobs': jobs, 'businessKey': business}


def step(engine, instance, action):
    if 'complete' in action:
        task = engine.rows(f'/task?processInstanceId={instance}&taskDefinitionKey={action["complete"]}')[0]
        return engine.call('POST', f'/task/{task["id"]}/complete', {'variables': action.get('variables', {})})[0]
    if 'set' in action:
        return engine.call('POST', f'/process-instance/{instance}/variables', {'modifications': action['set']})[0]
    job = engine.rows(f'/job?processInstanceId={instance}')[0]
    return engine.call('POST', f'/job/{job["id"]}/execute', {})[0]


def ask(engine, case):
    """What becomes of a case: a state after the start, and one after each step."""
    status, found = engine.deploy({'p.bpmn': case['model'], **case['files']})
    if status != 200:
        return [{'refused': True}]
    states = []
    try:
        status, started = engine.call('POST', '/process-definition/key/p/start', {'variables': case['variables'], 'businessKey': 'key'})
        if status != 200:
            return [{'fails': True}]
        states.append(state(engine, started['id']))
        for action in case['steps']:
            status = step(engine, started['id'], action)
            states.append(state(engine, started['id']) | ({'fails': True} if status >= 400 else {}))
        return states
    finally:
        engine.call('DELETE', f'/deployment/{found["id"]}?cascade=true&skipCustomListeners=true&skipIoMappings=true')


def record(engine, known):
    """Writes the answers; those of cases that are known and have not changed are kept."""
    lines = []
    for case in cases.CASES:
        line = {key: value for key, value in case.items() if value not in (None, {}, [])}
        old = known.get(case['id'], {})
        if all(old.get(key) == line.get(key) for key in ('model', 'variables', 'files', 'steps')):
            line['reference'] = old['reference']
        else:
            line['reference'] = ask(engine, case)
            print(case['id'], '…', json.dumps(line['reference'], ensure_ascii=False)[:150], flush=True)
        lines.append(json.dumps(line, ensure_ascii=False) + '\n')
    with open(FILE, 'w') as file:
        file.writelines(lines)
    print(len(cases.CASES), 'cases')


def check(engine):
    failed = 0
    lines = [json.loads(line) for line in open(FILE)]
    for line in lines:
        case = {'files': {}, 'variables': {}, 'steps': []} | line
        wanted = json.loads(json.dumps(line['reference']))
        for name, value in (line.get('ours') or {}).items():
            wanted[-1]['variables'][name] = value
        found = ask(engine, case)
        if found != wanted:
            failed += 1
            print(line['id'], '\n   wanted', json.dumps(wanted, ensure_ascii=False), '\n   found ', json.dumps(found, ensure_ascii=False))
    print(f'{len(lines) - failed} passed, {failed} failed')
    return failed == 0


if __name__ == '__main__':
    if len(sys.argv) != 3 or sys.argv[1] not in ('record', 'check'):
        sys.exit(__doc__)
    engine = Engine(sys.argv[2])
    if sys.argv[1] == 'check':
        sys.exit(0 if check(engine) else 1)
    known = [json.loads(line) for line in open(FILE)] if os.path.exists(FILE) else []
    record(engine, {line['id']: line for line in known})
