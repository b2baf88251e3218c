CREATE TABLE shipments (
    id         uuid          PRIMARY KEY,
    order_id   uuid          NOT NULL UNIQUE,
    sku        text          NOT NULL,
    quantity   integer       NOT NULL CHECK (quantity > 0),
    carrier    text          NOT NULL,
    price      numeric(10,2) NOT NULL,
    days       integer       NOT NULL,
    created_at timestamptz   NOT NULL DEFAULT now()
);

-- What each carrier answered: a price, or why there is none.
CREATE TABLE quotes (
    shipment_id uuid NOT NULL REFERENCES shipments,
    carrier     text NOT NULL,
    price       numeric(10,2),
    days        integer,
    failure     text CHECK (failure IN ('timeout', 'unreachable', 'status', 'malformed')),
    detail      text,
    PRIMARY KEY (shipment_id, carrier),
    CHECK ((price IS NULL) = (failure IS NOT NULL))
);
