package org.nowserving.http;

import static org.nowserving.http.Access.ADMIN;
import static org.nowserving.http.Access.ADMIN_OR_OWNER;
import static org.nowserving.http.Access.ANYONE;
import static org.nowserving.http.Access.STAFF;
import static org.nowserving.http.Route.delete;
import static org.nowserving.http.Route.get;
import static org.nowserving.http.Route.post;
import static org.nowserving.http.Route.put;

import java.util.List;

/**
 * Every page, and every call of the API, who may make it and what it takes; docs/API.md says the
 * same in prose.
 */
final class Routes {
  private Routes() {}

  static List<Route> of(
      DeskCalls desk,
      SessionCalls session,
      DeviceCalls device,
      StaffCalls staff,
      TicketCalls tickets,
      FigureCalls figures,
      VisitorCalls visitors,
      TableCalls tables,
      OfficeCalls office) {
    return List.of(
        get("/api/desk", ANYONE, desk::show),
        post("/api/login", ANYONE, session::login).taking("name", "password"),
        post("/api/logout", STAFF, session::logout),
        get("/api/session", STAFF, session::show),
        get("/api/device", ANYONE, device::look),
        post("/api/device", ANYONE, device::show).taking("key"),
        delete("/api/device", ANYONE, device::forget),
        get("/api/staff", ADMIN, staff::list),
        post("/api/staff", ADMIN, staff::add).taking("name", "password", "role"),
        delete("/api/staff/{name}", ADMIN, staff::remove),
        put("/api/staff/{name}/password", ADMIN_OR_OWNER, staff::changePassword).taking("password"),
        get("/api/tickets", STAFF, tickets::list)
            .asking("from", "to", "after", "limit", "format", "state"),
        post("/api/tickets/search", STAFF, tickets::search)
            .taking("text")
            .maybeTaking("from", "to", "before", "limit", "format"),
        get("/api/figures", STAFF, figures::show).asking("from", "to"),
        delete("/api/visitors/{email}", ADMIN, visitors::erase),
        get("/api/tables", ADMIN, tables::list),
        post("/api/tables/{n}/free", ADMIN, office::freeTable),
        post("/api/tickets/{id}/cancel", ADMIN, office::cancelTicket),
        post("/api/day/close", ADMIN, office::closeDay));
  }
}
