package org.vdeli.agent.fill;

/// Fairness between virtual threads that compute.
final class Turn {
    private Turn() {}

    /// Lets other virtual threads run. Virtual threads are not preempted, and a fill that is fed
    /// fast enough would not block for minutes.
    @SuppressWarnings("ThreadPriorityCheck") // a yield is what is meant, for the reason above
    static void give() {
        Thread.yield();
    }
}
