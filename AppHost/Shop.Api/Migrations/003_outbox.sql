-- What is still to be done for an order: one row while there is something, none when the order is settled.
CREATE TABLE outbox (
    order_id   uuid        PRIMARY KEY REFERENCES orders,
    step       text        NOT NULL CHECK (step IN ('charge', 'release', 'ship')),
    attempts   integer     NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT now(),
    last_error text,
    headers    jsonb       NOT NULL -- traceparent, tracestate and baggage of the request that placed the order
);

CREATE INDEX outbox_by_due ON outbox (due_at);
