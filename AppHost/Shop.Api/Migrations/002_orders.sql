CREATE TABLE orders (
    id          uuid          PRIMARY KEY,
    sku         text          NOT NULL REFERENCES products,
    quantity    integer       NOT NULL CHECK (quantity BETWEEN 1 AND 100),
    customer    text,
    amount      numeric(12,2) NOT NULL,
    currency    char(3)       NOT NULL,
    status      text          NOT NULL DEFAULT 'accepted'
                CHECK (status IN ('accepted', 'charged', 'fulfilled', 'declined', 'failed')),
    charge_id   text,
    shipment_id uuid,
    carrier     text,
    reason      text,
    created_at  timestamptz   NOT NULL DEFAULT now(),
    updated_at  timestamptz   NOT NULL DEFAULT now()
);

CREATE INDEX orders_by_status ON orders (status, created_at DESC);
CREATE INDEX orders_by_sku ON orders (sku);
