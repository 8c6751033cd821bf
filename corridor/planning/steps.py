"""The steps from a resolved query to paths: its search graph, journeys and solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from corridor.model.ref import Ref, RefKind, RefSet
from corridor.planning.answer.blocked import Opened
from corridor.planning.answer.documents import PaperRows
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.legs import Ends
from corridor.planning.answer.seen import grades
from corridor.planning.context import PlanningContext
from corridor.planning.links.assemble import build_search_graph
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import Constraints, section_of
from corridor.planning.query.resolve import ClosureWindows, ResolvedQuery
from corridor.planning.search.listing import Rule
from corridor.planning.search.solver import Solver
from corridor.planning.time.windows import Window


@dataclass(frozen=True)
class Planning:
    """One query on one data set and graph, step by step."""

    context: PlanningContext
    resolved: ResolvedQuery

    def graph(self, constraints: Constraints | None = None) -> SearchGraph:
        """The search graph of the query, under other constraints if given."""
        resolved = self.resolved
        if constraints is not None:
            resolved = replace(resolved, constraints=constraints)
        return build_search_graph(self.context, resolved)

    def journey(self, graph: SearchGraph) -> Journey:
        """What makes itineraries of the paths on a graph of the query."""
        context, resolved = self.context, self.resolved
        load, ends = resolved.load, resolved.ends
        dataset = context.dataset
        out = dataset.rules_out(resolved.query.depart.date())
        rows = context.cache.get(
            "papers",
            (load.consignment, out),
            lambda: PaperRows(dataset.without_rules(out), load),
        )
        return Journey(
            graph,
            context.dataset,
            load,
            Ends(
                ends[0].endpoint.spot,
                ends[1].endpoint.spot,
                ends[0].end.place,
                ends[1].end.place,
                dict(resolved.joins),
            ),
            resolved.timetable,
            round(resolved.value_of_time_usd_per_h * 100),
            rows,
        )

    def solver(self, graph: SearchGraph) -> Solver:
        """What finds paths on a graph of the query within its limits."""
        resolved = self.resolved
        return Solver(
            graph,
            resolved.query,
            resolved.value_of_time_usd_per_h,
            graph.start_cents,
            resolved.timetable,
        )

    def rule(self, graph: SearchGraph) -> Rule:
        """What the list of ways on a graph of the query admits."""
        query = self.resolved.query
        most = Fraction(str(query.most_overlap))
        return Rule(graph, grades(graph, self.context.dataset, query.depart.date()), most)

    @property
    def windows(self) -> Mapping[Ref, tuple[Window, ...]]:
        """Closures in time that hold for the query."""
        return self.resolved.windows(self.context).by_subject

    def solver_with(self, extra: Mapping[Ref, tuple[Window, ...]]) -> Solver:
        """The solver on the graph with closures besides those of the tables."""
        windows = dict(self.windows)
        for subject, found in extra.items():
            both = (*windows.get(subject, ()), *found)
            windows[subject] = tuple(sorted(both, key=lambda w: (w.start, w.end)))
        held = ClosureWindows(windows) if extra else None
        return self.solver(build_search_graph(self.context, self.resolved, held))

    def opened(self, things: RefSet) -> Opened:
        """The question with more things opened, as --open opens them."""
        given = self.resolved.constraints
        constraints = replace(given, open=given.open | things)
        resolved = self.resolved.under(self.context, constraints)
        other = replace(self, resolved=resolved)
        graph = other.graph()
        return Opened(other.solver(graph), other.journey(graph))

    def relaxed(self, constraints: Constraints, sections: frozenset[str]) -> SearchGraph:
        """The graph under other constraints, with some shut or planned sections open."""
        view = self.resolved.segments.fresh
        segments = [i for s in sections for i in view.index.of_section(s)]
        view = view.restricted((), (i for i in segments if not view.index.usable[i]))
        resolved = replace(self.resolved, constraints=constraints, segments=view)
        held = resolved.windows(self.context).by_subject
        # Named with no windows, so that paths round a lifted section are kept beside those over it.
        windows = {s: w for s, w in held.items() if section_of(s) not in sections}
        windows |= {Ref(RefKind.SECTION, s): () for s in sections}
        return build_search_graph(self.context, resolved, ClosureWindows(windows))
