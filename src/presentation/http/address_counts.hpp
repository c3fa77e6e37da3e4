#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "presentation/http/client_address.hpp"

namespace neurec::presentation::http {

/// How much each address (IpAddress::subscriber()) has in hand: connections, or requests of clients
/// behind a proxy. For one thread.
class AddressCounts {
  public:
    /// One of what an address has, until destroyed.
    class Share {
      public:
        Share(AddressCounts& counts, const IpAddress& address)
            : counts_(&counts), place_(counts.counts_.try_emplace(address.subscriber(), 0).first) {
            ++place_->second;
        }
        ~Share() {
            if (--place_->second == 0) counts_->counts_.erase(place_);
        }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        /// What its address has now, this one included.
        [[nodiscard]] std::size_t count() const { return place_->second; }

      private:
        AddressCounts* counts_;
        std::map<IpAddress, std::size_t>::iterator place_;
    };

  private:
    std::map<IpAddress, std::size_t> counts_;  ///< none is 0
};

}  // namespace neurec::presentation::http
