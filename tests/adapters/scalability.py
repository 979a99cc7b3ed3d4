"""usl in the JSON is peerkit's topic scalability."""

from peerkit.models.scalability import Scalability, peak, throughput


def record(sigma, kappa, lam=1.0):
    return Scalability(contention=sigma, coherency=kappa, worker_output=lam)


QUANTITIES = {
    "usl.throughput": lambda n, **inputs: throughput(record(**inputs), n),
    "usl.n_peak": lambda **inputs: peak(record(**inputs)).size,
}
