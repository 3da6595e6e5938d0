#!/usr/bin/env python3
"""Kills the server at each named point of each effect of the demo and looks at what is left in the sandbox.

    kill_test.py --server .build-failpoints/debug/engine-server --rounds 1

The sandbox survives, the engine is killed (SIGKILL, by itself at the point that RADERWERK_FAIL_POINT names) and
started again. A round plays the story once a point, and each story is killed once an effect: zaak, rol, four
statussen, resultaat, task object made, task object verwerkt. In the end there must be exactly one zaak, one rol, one
object a task, each status and the resultaat once. With --lookups off (the engine then never looks what an earlier try
has left) the same test must fail: --expect-failure asks for that. With --postgresql URL the engine keeps its rows there,
in a schema of its own for each story, made by psql; else in a SQLite file.
Only the Python standard library is used; the build must have the trait FailPoints.
"""
import argparse, base64, http.client, json, os, shutil, signal, subprocess, sys, tempfile, time, uuid

POINTS = ["before-send", "after-send", "before-commit", "after-commit"]
EFFECTS = 9
TOKEN = "Token raderwerk-sandbox-objecten-token"
BASIC = "Basic " + base64.b64encode(b"behandelaar:behandelaar").decode()
PATIENCE = int(os.environ.get("KILL_TEST_PATIENCE", "60"))


class Wrong(Exception):
    """What is left is not what should be."""


def call(port, method, path, body=None, authorization=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        sent = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"} | (headers or {})
        if authorization:
            sent["Authorization"] = authorization
        data = json.dumps(body).encode() if body is not None else None
        if data is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, path, body=data, headers=sent)
        response = connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if text else None
    finally:
        connection.close()


class Engine:
    """The server under test; it is started again whenever it has died."""

    def __init__(self, arguments, folder, sandbox):
        self.arguments, self.folder, self.sandbox = arguments, folder, sandbox
        self.process, self.kills, self.point = None, 0, None
        self.port = free_port()
        self.database = os.path.join(folder, "engine.db")
        if arguments.postgresql:
            self.database = new_schema(arguments.postgresql)

    def environment(self):
        root = f"http://127.0.0.1:{self.sandbox}"
        result = dict(os.environ)
        result.pop("RADERWERK_FAIL_POINT", None)
        for name, path in (("ZAKEN", "zaken/api/v1"), ("CATALOGI", "catalogi/api/v1"), ("NOTIFICATIES", "notificaties/api/v1"),
                           ("OBJECTEN", "objecten/api/v2"), ("OBJECTTYPEN", "objecten/api/v2")):
            result[f"RADERWERK_ZGW_{name}_URL"] = f"{root}/{path}"
        result["RADERWERK_ZGW_CALLBACK_URL"] = f"http://127.0.0.1:{self.port}/api/v1/notificatiesapi/callback"
        result["RADERWERK_ZGW_SWEEP_SECONDS"] = "2"
        if self.arguments.lookups == "off":
            result["RADERWERK_TEST_LOOKUPS"] = "off"
        if self.point and self.kills < EFFECTS:
            # What was cut off before its commit is done again first, and counts as the first.
            count = 1 if self.kills == 0 or self.point == "after-commit" else 2
            result["RADERWERK_FAIL_POINT"] = f"{self.point}:{count}"
        return result

    def start(self):
        self.process = subprocess.Popen(
            [self.arguments.server, "serve", "--config", "processes/demo.yaml", "--port", str(self.port),
             "--database", self.database],
            env=self.environment(), stdout=subprocess.DEVNULL, stderr=open(os.path.join(self.folder, "engine.log"), "a"))

    def keep_alive(self):
        if self.process.poll() is None:
            return
        if self.process.returncode != -signal.SIGKILL:
            raise Wrong(f"the engine ended by itself: {self.process.returncode}")
        self.kills += 1
        self.start()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def until(self, what, ask):
        """Asks until there is an answer; the engine may be dead meanwhile."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.keep_alive()
            try:
                found = ask()
                if found:
                    return found
            except (OSError, http.client.HTTPException, ValueError):
                pass
            time.sleep(0.02)
        raise Wrong(f"waited in vain for {what}")

    def rest(self, method, path, body=None):
        return call(self.port, method, "/engine-rest" + path, body, BASIC)

    def task(self, instance, key, variables):
        """Completes a task; a task that is gone was completed before the engine was killed."""
        seen = False

        def attempt():
            nonlocal seen
            status, tasks = self.rest("GET", f"/task?processInstanceId={instance}&taskDefinitionKey={key}")
            if status != 200:
                return False
            if not tasks:
                return seen
            seen = True
            status, _ = self.rest("POST", f"/task/{tasks[0]['id']}/complete", {"variables": variables})
            return status == 204
        self.until(f"task {key}", attempt)


def new_schema(url):
    """The URL of an empty schema of its own in a PostgreSQL database."""
    name = "story_" + uuid.uuid4().hex
    subprocess.run(["psql", "-q", url, "-c", f"CREATE SCHEMA {name}"], check=True)
    return f"{url}?options=-csearch_path%3D{name}"


def free_port():
    import socket
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def objects(sandbox, type_url):
    _, page = call(sandbox, "GET", f"/objecten/api/v2/objects?type={type_url}&pageSize=100", authorization=TOKEN)
    return page["results"]


def type_named(sandbox, name):
    _, page = call(sandbox, "GET", "/objecten/api/v2/objecttypes?pageSize=100", authorization=TOKEN)
    return next(row["url"] for row in page["results"] if row["name"] == name)


def play(engine, sandbox):
    """The people of the story; everything else the engine does."""
    case = str(uuid.uuid4())
    request_type, task_type = type_named(sandbox, "Productaanvraag"), type_named(sandbox, "Externe klanttaak")
    status, _ = call(sandbox, "POST", "/objecten/api/v2/objects", {
        "uuid": case, "type": request_type, "record": {"typeVersion": 1, "startAt": time.strftime("%Y-%m-%d"), "data": {
            "type": "bezwaar", "submission_id": case, "bsn": "111222333",
            "data": {"naam": "J. Jansen", "onderwerp": "Bezwaar", "toelichting": "-", "besluitMeegestuurd": False}}}}, TOKEN)
    if status != 201:
        raise Wrong(f"the productaanvraag was refused: {status}")
    instance = engine.until("the process", lambda: (
        engine.rest("GET", f"/history/process-instance?processInstanceBusinessKey={case}")[1] or [{}])[0].get("id"))
    engine.task(instance, "verzoek-beoordelen", {})
    task = engine.until("the portal task", lambda: next(
        (o for o in objects(sandbox, task_type) if o["record"]["data"]["status"] == "open"), None))
    record = task["record"]
    record["data"]["portaalformulier"]["verzonden_data"] = {"toelichting": "Hierbij.", "documenten": ["b.pdf"], "aangeleverd": True}
    record["data"]["status"] = "afgerond"
    status, answer = call(sandbox, "PUT", task["url"].split(str(sandbox), 1)[1], {"type": task["type"], "record": {
        key: record[key] for key in ("typeVersion", "startAt", "data")}}, TOKEN)
    if status != 200:
        raise Wrong(f"the resident's answer was refused: {status} {answer}")
    engine.task(instance, "besluit-nemen", {"resultaat": {"value": "Gegrond", "type": "String"}})
    engine.until("the end", lambda: engine.rest("GET", f"/history/process-instance/{instance}")[1].get("state") == "COMPLETED")
    engine.until("the last effects", lambda: engine.rest("GET", "/job/count")[1].get("count") == 0)
    engine.until("the kills", lambda: not engine.point or engine.kills >= EFFECTS)
    return case, task_type


def check(sandbox, requests, task_type):
    """Compares what was made with what the story makes."""
    made = {}
    for request in requests:
        if request["method"] == "POST" and request["status"] == 201:
            kind = request["path"].rsplit("/", 1)[-1]
            made.setdefault(kind, []).append(json.loads(request["body"]))
    problems = []
    expected = {"zaken": 1, "rollen": 1, "statussen": 4, "resultaten": 1}
    for kind, count in expected.items():
        if len(made.get(kind, [])) != count:
            problems.append(f"{len(made.get(kind, []))} {kind} instead of {count}")
    kinds = [status["statustype"] for status in made.get("statussen", [])]
    if len(set(kinds)) != len(kinds):
        problems.append("a status was set twice")
    tasks = objects(sandbox, task_type)
    if len(tasks) != 1:
        problems.append(f"{len(tasks)} task objects instead of 1")
    elif tasks[0]["record"]["data"]["status"] != "verwerkt":
        problems.append(f"the task object is {tasks[0]['record']['data']['status']}")
    if problems:
        raise Wrong("; ".join(problems))


def story(arguments, point):
    """One story, killed at this point of every effect; the number of kills."""
    folder = tempfile.mkdtemp(prefix="raderwerk-kill-")
    engine = sandbox_process = None
    try:
        port_file = os.path.join(folder, "sandbox.port")
        sandbox_process = subprocess.Popen(
            [arguments.server, "sandbox", "--port", "0", "--port-file", port_file, "--database", os.path.join(folder, "sandbox.db")],
            stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while not os.path.exists(port_file):
            if time.monotonic() > end or sandbox_process.poll() is not None:
                raise Wrong("the sandbox did not start")
            time.sleep(0.02)
        sandbox = int(open(port_file).read())
        engine = Engine(arguments, folder, sandbox)
        engine.point = point
        engine.start()
        # The engine must be subscribed before the request is handed in.
        engine.until("the subscription", lambda: any(
            r["method"] in ("POST", "PUT") and "/abonnement" in r["path"] and r["status"] in (200, 201)
            for r in call(sandbox, "GET", "/_sandbox/requests")[1]))
        _, task_type = play(engine, sandbox)
        check(sandbox, call(sandbox, "GET", "/_sandbox/requests")[1], task_type)
        return engine.kills
    except Wrong:
        if arguments.keep:
            print(f"left in {folder}", file=sys.stderr)
            arguments.keep_this = True
        raise
    finally:
        if engine:
            engine.stop()
        if sandbox_process:
            sandbox_process.terminate()
            sandbox_process.wait()
        if not getattr(arguments, "keep_this", False):
            shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--points", default=",".join(POINTS), help="which, parted by commas; 'none' for a story without kills")
    parser.add_argument("--lookups", choices=["on", "off"], default="on")
    parser.add_argument("--expect-failure", action="store_true", help="succeed if at least one story goes wrong")
    parser.add_argument("--postgresql", help="the URL of a PostgreSQL database for the engine's rows")
    parser.add_argument("--keep", action="store_true", help="keep the files of a story that went wrong")
    arguments = parser.parse_args()
    passed = failed = kills = 0
    for number in range(1, arguments.rounds + 1):
        for point in arguments.points.split(","):
            try:
                count = story(arguments, None if point == "none" else point)
                kills += count
                passed += 1
                print(f"round {number}, {point}: {count} kills, everything once", flush=True)
            except Wrong as problem:
                failed += 1
                print(f"round {number}, {point}: {problem}", flush=True)
    print(f"{kills} kills")
    if arguments.expect_failure:
        print("without look-ups the test fails, as it must" if failed else "without look-ups nothing went wrong: the test shows nothing")
        sys.exit(0 if failed else 1)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
