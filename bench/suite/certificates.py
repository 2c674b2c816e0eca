"""A root of our own and a certificate of its for 127.0.0.1, by the openssl command."""

import os
import subprocess

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Certificates:
    def __init__(self, home):
        self.ca, ca_key = os.path.join(home, "ca.pem"), os.path.join(home, "ca.key")
        self.leaf, self.leaf_key = os.path.join(home, "leaf.pem"), os.path.join(home, "leaf.key")
        request, extensions = os.path.join(home, "leaf.csr"), os.path.join(home, "leaf.ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("req", "-x509", *NEW_KEY, "-keyout", ca_key, "-out", self.ca, "-days", "2",
                "-subj", "/CN=sendoff benchmark root")
        openssl("req", *NEW_KEY, "-keyout", self.leaf_key, "-out", request, "-subj", "/CN=leaf")
        openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", ca_key, "-CAcreateserial",
                "-out", self.leaf, "-days", "2", "-extfile", extensions)


def openssl(*words):
    subprocess.run(("openssl", *words), check=True, capture_output=True)
