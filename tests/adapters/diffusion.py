"""bass in the JSON is peerkit's topic diffusion; its estimators are in the topic diffusion_fit."""

from peerkit.models.diffusion import Diffusion, cumulative_share, density, peak


def record(p, q):
    return Diffusion(innovation=p, imitation=q)


QUANTITIES = {
    "bass.F": lambda t, p, q: cumulative_share(record(p, q), t),
    "bass.f": lambda t, p, q: density(record(p, q), t),
    "bass.t_peak": lambda p, q: peak(record(p, q)).time,
    "bass.peak_rate": lambda p, q: peak(record(p, q)).rate,
    "bass.F_at_peak": lambda p, q: peak(record(p, q)).share,
}
