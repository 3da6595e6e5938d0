#!/usr/bin/env python3
"""Tries the server on PostgreSQL from outside: start, password, demo case, the database crashing under load.

    postgresql_test.py --server .build/release/engine-server

It starts a PostgreSQL of its own: one that holds much takes long to recover. While clients start and complete instances,
the database is crashed and started again (pg_ctl restart -m immediate) three times. Each request that was answered with success must
have happened exactly once, each that was answered with an error at most once, and the server must go on by itself.
Only the Python standard library and psql are used.
"""
import argparse, http.client, os, subprocess, sys, tempfile, threading, time, types, uuid
import kill_test
from kill_test import Wrong, call, free_port, new_schema

ONE_TASK = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
  <process id="one-task" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="task"/>
    <userTask id="task"/><sequenceFlow id="b" sourceRef="task" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>"""


class Server:
    """A server on a database, on a port of its own."""

    def __init__(self, program, database, environment=None):
        self.port = free_port()
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen(
            [program, "serve", "--port", str(self.port), "--database", database, "--auth", "none", "--jobs", "false"],
            stdout=self.log, stderr=self.log, env=os.environ | (environment or {}))

    def output(self):
        return open(self.log.name).read()

    def await_answer(self):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Wrong(f"the server ended with {self.process.returncode}: {self.output()}")
            try:
                if call(self.port, "GET", "/health")[0] == 200:
                    return self
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        raise Wrong("the server does not answer")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(40)

    def deploy(self, text):
        boundary = "part" + uuid.uuid4().hex
        body = (f'--{boundary}\r\nContent-Disposition: form-data; name="data"; filename="one-task.bpmn"\r\n'
                f"Content-Type: text/xml\r\n\r\n{text}\r\n--{boundary}--\r\n")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/engine-rest/deployment/create", body.encode(),
                           {"Content-Type": f"multipart/form-data; boundary={boundary}"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise Wrong(f"the deployment was refused: {answer.read()}")


def expect(condition, text):
    if not condition:
        raise Wrong(text)


def refusals(arguments):
    """A start that cannot be ends with a code and a sentence, and keeps the password to itself."""
    # The role may be there already, from another test on the same server.
    subprocess.run(["psql", "-q", arguments.url, "-c", "CREATE ROLE locked"], stderr=subprocess.DEVNULL)
    subprocess.run(["psql", "-q", arguments.url, "-c", "ALTER ROLE locked LOGIN SUPERUSER PASSWORD 'goed-geheim'"],
                   check=True)
    locked = new_schema(arguments.url).replace("raderwerk@", "locked@")
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("goed-geheim\n")
        file.flush()
        for environment, code, words in [
                ({"RADERWERK_DATABASE_PASSWORD": "fout-geheim"}, 69, "password authentication failed for user \"locked\""),
                ({}, 69, "no password supplied"),
                ({"RADERWERK_DATABASE_PASSWORD_FILE": "/nergens"}, 1, "/nergens: No such file"),
                ({"RADERWERK_DATABASE_PASSWORD": "x", "RADERWERK_DATABASE_PASSWORD_FILE": file.name}, 78, "give one"),
                ({"RADERWERK_DATABASE_PASSWORD": "goed-geheim"}, None, ""),
                ({"RADERWERK_DATABASE_PASSWORD_FILE": file.name}, None, "")]:
            server = Server(arguments.server, locked, environment)
            if code is None:
                server.await_answer().stop()
            else:
                expect(server.process.wait(60) == code, f"{environment}: ended with {server.process.returncode}")
            expect(words in server.output(), f"{environment}: {server.output()}")
            expect("geheim" not in server.output(), f"the password is shown: {server.output()}")
    for url, words in [("postgresql://raderwerk@127.0.0.1:1/x", "port 1 failed: Connection refused"),
                       ("postgresql://raderwerk@nergens.invalid/x", "nergens.invalid"),
                       (arguments.url.replace("/postgres", "/nergens"), "database \"nergens\" does not exist")]:
        server = Server(arguments.server, url)
        expect(server.process.wait(60) == 69, f"{url}: ended with {server.process.returncode}")
        expect(words in server.output(), f"{url}: {server.output()}")
    return "wrong password, host and database: refused with a word, code 69"


def demo(arguments):
    """The demo's story on PostgreSQL, with what it leaves in the ZGW servers looked at."""
    kill_test.story(types.SimpleNamespace(server=arguments.server, lookups="on", keep=False, postgresql=arguments.url), None)
    return "the demo case: everything once"


def crashes(arguments):
    """Clients work while the database crashes."""
    server = Server(arguments.server, new_schema(arguments.url)).await_answer()
    stopping, lock = threading.Event(), threading.Lock()
    started, completed, errors = {}, {}, []

    def client():
        while not stopping.is_set():
            key = uuid.uuid4().hex
            try:
                status, answer = call(server.port, "POST", "/engine-rest/process-definition/key/one-task/start",
                                      {"businessKey": key})
                with lock:
                    started[key] = status
                    if status != 200:
                        errors.append(answer)
                        continue
                _, tasks = call(server.port, "GET", f"/engine-rest/task?processInstanceId={answer['id']}")
                status, answer = call(server.port, "POST", f"/engine-rest/task/{tasks[0]['id']}/complete", {})
                with lock:
                    completed[key] = status
                    if status != 204:
                        errors.append(answer)
            except (OSError, http.client.HTTPException, TypeError, KeyError, IndexError) as problem:
                with lock:
                    errors.append(repr(problem))

    try:
        server.deploy(ONE_TASK)
        clients = [threading.Thread(target=client) for _ in range(8)]
        for thread in clients:
            thread.start()
        for _ in range(3):
            time.sleep(1)
            postgres("restart", arguments.folder)
        time.sleep(1)
        before = len(completed)
        time.sleep(0.5)
        stopping.set()
        for thread in clients:
            thread.join()
        expect(len(completed) > before, "nothing was done after the last crash")
        instances = call(server.port, "GET", "/engine-rest/history/process-instance?processDefinitionKey=one-task")[1]
        found = {}
        for instance in instances:
            found.setdefault(instance["businessKey"], []).append(instance["state"])
        for key, status in started.items():
            count = len(found.get(key, []))
            expect(count == 1 if status == 200 else count <= 1, f"{key}: answered {status}, there {count} times")
        for key, status in completed.items():
            if status == 204:
                expect(found[key] == ["COMPLETED"], f"{key}: completed, and now {found[key]}")
        done = sum(status == 204 for status in completed.values())
        expect(done >= 20, f"only {done} life cycles")
        return f"3 crashes of the database: {done} life cycles once each, {len(errors)} requests answered with an error"
    finally:
        stopping.set()
        server.stop()


def postgres(action, folder):
    """What scripts/postgres.sh prints."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "postgres.sh")
    return subprocess.run([script, action, folder], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only", choices=["refusals", "demo", "crashes"])
    arguments = parser.parse_args()
    arguments.folder = tempfile.mkdtemp(prefix="raderwerk-postgresql-", dir="/tmp")
    try:
        arguments.url = postgres("start", arguments.folder)
        for part in (refusals, demo, crashes):
            if arguments.only in (None, part.__name__):
                print(part(arguments), flush=True)
    except Wrong as problem:
        print(f"on PostgreSQL: {problem}", file=sys.stderr)
        sys.exit(1)
    finally:
        postgres("stop", arguments.folder)


if __name__ == "__main__":
    main()
