"""The emulator of AWS: moto with corrections on a free port of the loopback interface, until stdin ends.

One line of JSON in, one line out. The first that comes out says where it listens. Then `{"do": "build"}` forgets everything,
builds the estate and answers with its facts; `{"do": "fault", "name": …}` lets something go wrong in it; `{"do": "faults"}`
lists what can. Since it ends with its stdin it never outlives whoever started it.
"""

import json
import logging
import os
import sys
import threading
import traceback

# Before moto is loaded: the account that everything belongs to.
os.environ.update(MOTO_ACCOUNT_ID="111122223333", AWS_EC2_METADATA_DISABLED="true", NO_PROXY="*")

import corrections
from estate import Estate, Services
from faults import FAULTS, check_no_keys
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Speaks HTTP/1.1, so that a client may keep its connection, and keeps no log."""

    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Emulator:
    def __init__(self, url):
        self.services = Services(url)
        self.estate = None

    def build(self, _):
        check_no_keys()
        corrections.forget()
        BackendDict.reset()
        reset_model_data()
        self.estate = Estate(self.services).build()
        return self.estate.facts

    def fault(self, asked):
        return FAULTS[asked["name"]](self.estate)

    def faults(self, _):
        return {name: function.__doc__ for name, function in FAULTS.items()}


def answer(emulator, line):
    try:
        asked = json.loads(line)
        return {"said": getattr(emulator, asked["do"])(asked)}
    except Exception:  # whatever it is, the test has to see it
        return {"failed": traceback.format_exc()}


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), True, request_handler=Quiet)
    url = f"http://127.0.0.1:{server.port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    emulator = Emulator(url)
    out, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps({"url": url}), file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(emulator, line)), file=out, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
