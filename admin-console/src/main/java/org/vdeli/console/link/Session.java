package org.vdeli.console.link;

import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.SessionView;

/// An operator who is signed in at a manager.
public record Session(ManagerAddress manager, SessionView view) {
    public String operator() {
        return view.name();
    }

    public Role role() {
        return view.role();
    }
}
