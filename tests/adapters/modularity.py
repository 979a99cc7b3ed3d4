"""modularity in the JSON is peerkit's topic modularity: sigma is potential, c and Z costs, j modules, k experiments."""

from peerkit.models.modularity import Modularity, best_design, best_of_experiments, option_value


def record(sigma, c, Z):
    return Modularity(potential=sigma, experiment_cost=c, interface_cost=Z)


def best(sigma, c, Z, jmax, kmax):
    design = best_design(record(sigma, c, Z), largest_modules=jmax, largest_experiments=kmax)
    return {"value": design.value, "j": design.modules, "k": design.experiments}


QUANTITIES = {
    "modularity.Q": lambda k: best_of_experiments(k),
    "modularity.system_option_value": lambda sigma, j, k, c, Z: option_value(record(sigma, c, Z), j, k),
    "modularity.best_j_k": best,
}
