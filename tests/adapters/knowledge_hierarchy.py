"""garicano in the JSON is peerkit's topic knowledge_hierarchy."""

from peerkit.models.knowledge_hierarchy import KnowledgeHierarchy, optimal_layers


def two_layer(h, c, lam):
    best = optimal_layers(KnowledgeHierarchy(question_time=h, knowledge_cost=c, predictability=lam))
    return {
        "span": best.span,
        "z_worker": best.worker_knowledge,
        "z_manager": best.solver_knowledge,
        "net_output_per_capita": best.output,
    }


QUANTITIES = {"garicano.two_layer": two_layer}
