"""Serves a model with llama.cpp's server on a free port of this machine; prints its URL, and ends when its standard input does."""

import sys

import xllamacpp


def main(path):
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx = 65536
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.sampling.seed = 4711
    params.sampling.temp = 1.0
    params.warmup = False
    params.use_jinja = True
    params.model_alias = {"random"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = ["test-key"]
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
