def main():
    from peerkit.serve.app import PeerkitServer, configuration
    import sys

    PeerkitServer.clear_instance()
    app = PeerkitServer.instance(
        config=configuration(host="127.0.0.1", port=int(sys.argv[1]), token="", ready=2, fork=True)
    )
    app.initialize(argv=[])
    app.start()
