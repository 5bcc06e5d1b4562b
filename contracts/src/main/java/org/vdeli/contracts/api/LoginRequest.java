package org.vdeli.contracts.api;

/// Body of `POST /api/v1/sessions`.
public record LoginRequest(String name, String password) {
    @Override
    public String toString() {
        return "LoginRequest[name=" + name + "]";
    }
}
